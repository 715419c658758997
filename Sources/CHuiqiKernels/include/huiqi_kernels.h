// Word loops over the planes of a block, with run-time dispatch. No logic: who calls says what is to be done.
//
// A plane is `width` words of 64 rows. A truth has two planes: rows that are yes, and rows that may be (yes or
// unknown). Every function exists once in plain C and is compiled for several instruction sets from the same
// body, so that the choice changes no bit of any answer.
#ifndef HUIQI_KERNELS_H
#define HUIQI_KERNELS_H
#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#define HQK_NULLABLE _Nullable
#pragma clang assume_nonnull begin
#else
#define HQK_NULLABLE
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Instruction sets: 0 plain, 1 AVX2.
typedef int32_t hqk_level;

/// The best that this processor has.
hqk_level hqk_best_level(void);

/// A truth as it stands in a conjunction: `flip` all ones turns it around (its yes plane is then the complement
/// of `possible`, and the other way).
typedef struct {
    const uint64_t *yes;
    const uint64_t *possible;
    uint64_t flip;
} hqk_literal;

/// What a conjunction came to: the bits of any word of `possible`, the bits common to all words of `yes`.
typedef struct {
    uint64_t any_possible;
    uint64_t all_yes;
} hqk_summary;

/// The Kleene AND of `count` >= 1 literals into two planes.
hqk_summary hqk_and(
    hqk_level level, const hqk_literal *literals, size_t count, size_t width, uint64_t *yes, uint64_t *possible);

/// As hqk_and, with the rows of each plane counted; the planes may be null.
void hqk_and_counted(
    hqk_level level, const hqk_literal *literals, size_t count, size_t width, uint64_t *HQK_NULLABLE yes,
    uint64_t *HQK_NULLABLE possible, uint64_t *yes_count, uint64_t *possible_count);

/// Whether at least `need` (1 <= need <= count) of the literals hold.
hqk_summary hqk_at_least(
    hqk_level level, const hqk_literal *literals, size_t count, uint64_t need, size_t width, uint64_t *yes,
    uint64_t *possible);

/// `literals[0] ? literals[1] : literals[2]`; unknown where the test is.
hqk_summary hqk_choose(
    hqk_level level, const hqk_literal *literals, size_t width, uint64_t *yes, uint64_t *possible);

/// Sets bit `row` of plane `codes[row]` for every row; planes lie end to end from `planes`.
void hqk_scatter8(const uint8_t *codes, size_t rows, size_t width, uint64_t *planes);
void hqk_scatter16(const uint16_t *codes, size_t rows, size_t width, uint64_t *planes);

/// ORs every plane into the one before it, from the last to plane 0 of `count`; with `unknown`, writes each
/// result joined with that plane to `joined`.
void hqk_suffix_or(
    hqk_level level, uint64_t *planes, size_t count, size_t width, const uint64_t *HQK_NULLABLE unknown,
    uint64_t *HQK_NULLABLE joined);

/// `yes = from & ~to` (`to` may be null) and `possible = yes | unknown` (`unknown` may be null).
void hqk_span(
    hqk_level level, const uint64_t *from, const uint64_t *HQK_NULLABLE to,
    const uint64_t *HQK_NULLABLE unknown, size_t width,
    uint64_t *yes, uint64_t *possible);

/// `target |= source`.
void hqk_or_into(hqk_level level, uint64_t *target, const uint64_t *source, size_t width);

/// Number of set bits.
uint64_t hqk_popcount(hqk_level level, const uint64_t *plane, size_t width);

/// Codes of values among ascending cuts: 1 + how many cuts are at most the value; 0 where the row's bit of
/// `known` is not set. 16-bit codes; `count` < 65,535.
void hqk_rank_i64(
    hqk_level level, const int64_t *values, const uint64_t *known, size_t rows, const int64_t *cuts, size_t count,
    uint16_t *codes);

/// A slope: over / under, with `under` > 0, and its nearest double.
typedef struct {
    int64_t over;
    int64_t under;
} hqk_slope;

/// Where the vectors (over, under) lie among the lines of ascending slopes, as one of 2 (2 count + 1) + 4 places:
/// 0 where the row's bit of `known` is not set; with `under` > 0, 1 + 2 s + (1 on the line), s of the slopes
/// being less than over / under; with `under` = 0, 2 count + 2, + 3 or + 4 for `over` < 0, = 0, > 0; with `under`
/// < 0, 2 count + 5 + 2 s + (1 on the line). Exact. Values and slopes stay below 2^62.
void hqk_rank_slope(
    hqk_level level, const int64_t *over, const int64_t *under, const uint64_t *known, size_t rows,
    const hqk_slope *slopes, const double *nearest, size_t count, uint16_t *places);

/// Rows whose value lies in `low ... high`.
void hqk_range_i64(
    hqk_level level, const int64_t *values, size_t rows, int64_t low, int64_t high, uint64_t *plane);

/// Rows whose code lies in `low ... high`.
void hqk_range8(hqk_level level, const uint8_t *codes, size_t rows, uint8_t low, uint8_t high, uint64_t *plane);
void hqk_range16(
    hqk_level level, const uint16_t *codes, size_t rows, uint16_t low, uint16_t high, uint64_t *plane);

/// ORs `count` row sets of a list, by number, into one.
void hqk_or_sets(
    hqk_level level, const uint64_t *sets, size_t width, const uint32_t *numbers, size_t count, uint64_t *out);

/// Marks the rows whose text has a needle of at least one byte; text i is bytes ends[i-1] ..< ends[i]. Sets bits only.
void hqk_contains(
    hqk_level level, const uint8_t *bytes, const uint32_t *ends, size_t rows, const uint8_t *needle, size_t length,
    uint64_t *plane);

#ifdef __cplusplus
}
#endif
#if defined(__clang__)
#pragma clang assume_nonnull end
#endif
#endif
