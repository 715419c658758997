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
#define HQK_NONNULL _Nonnull
#pragma clang assume_nonnull begin
#else
#define HQK_NULLABLE
#define HQK_NONNULL
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Instruction sets: 0 plain, 1 AVX2, 2 AVX-512 with its byte and counting parts.
typedef int32_t hqk_level;

/// The best that this processor has.
hqk_level hqk_best_level(void);

/// A truth: the rows that are yes, and with the rows of `open` those that may be; `open` may hold rows that are yes.
/// `flip` all ones turns it around: yes is then what was not possible, possible what was not yes.
typedef struct {
    const uint64_t *yes;
    const uint64_t *open;
    uint64_t flip;
} hqk_literal;

/// What a join came to: 0 exactly where no row is possible; all ones exactly where every row is yes.
typedef struct {
    uint64_t any_possible;
    uint64_t all_yes;
} hqk_summary;

/// The Kleene AND of `count` >= 1 references, each to one of the literals, into two planes: 2 x its number, and 1 more
/// where it is negated. `turn` all ones negates each of them once more.
hqk_summary hqk_and(
    hqk_level level, const hqk_literal *literals, const int32_t *references, size_t count, uint64_t turn, size_t width,
    uint64_t *yes, uint64_t *possible);

/// Rows of a truth.
typedef struct {
    uint64_t yes;
    uint64_t possible;
} hqk_counts;

/// As hqk_and, with the rows of each plane counted. The planes may be null; where no row is possible, they need not be
/// written. With `streams` they go past the caches and must then begin at multiples of 64 bytes.
hqk_counts hqk_and_counted(
    hqk_level level, const hqk_literal *literals, const int32_t *references, size_t count, size_t width,
    uint64_t *HQK_NULLABLE yes, uint64_t *HQK_NULLABLE possible, int streams);

/// Whether at least `need` (1 <= need <= count) of the references hold. `width` is a multiple of 8, as it is for what
/// follows.
hqk_summary hqk_at_least(
    hqk_level level, const hqk_literal *literals, const int32_t *references, size_t count, uint64_t need, size_t width,
    uint64_t *yes, uint64_t *possible);

/// `references[0] ? references[1] : references[2]`; unknown where the test is.
hqk_summary hqk_choose(
    hqk_level level, const hqk_literal *literals, const int32_t *references, size_t width, uint64_t *yes,
    uint64_t *possible);

/// `open = possible & ~yes & lacking` (`lacking` may be null for all); returns the bits of any word.
uint64_t hqk_open(
    hqk_level level, const uint64_t *yes, const uint64_t *possible, const uint64_t *HQK_NULLABLE lacking, size_t width,
    uint64_t *open);

/// Takes `open & ~yes & ~kept` out of `target`; returns the bits of any word taken out.
uint64_t hqk_remove(
    hqk_level level, uint64_t *target, const uint64_t *open, const uint64_t *yes, const uint64_t *kept, size_t width);

/// What a comparison came to: the bits of any word, and the bits common to all words.
typedef struct {
    uint64_t any;
    uint64_t all;
} hqk_bits;

/// Rows whose code lies in `low ... high`. There are 64 x `width` codes.
hqk_bits hqk_codes8(
    hqk_level level, const uint8_t *codes, size_t width, uint8_t low, uint8_t high, uint64_t *plane);
hqk_bits hqk_codes16(
    hqk_level level, const uint16_t *codes, size_t width, uint16_t low, uint16_t high, uint64_t *plane);

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

/// `codes[row] = table[codes[row]]`.
void hqk_translate(hqk_level level, uint16_t *codes, size_t rows, const uint16_t *table);

/// Least and greatest of the codes that are not 0 (`most` is 0 where there are none), and whether
/// some are 0.
typedef struct {
    uint16_t least;
    uint16_t most;
    uint16_t has_zero;
} hqk_code_range;

/// The low bytes of codes, and what range they have.
hqk_code_range hqk_narrow(hqk_level level, const uint16_t *codes, size_t rows, uint8_t *bytes);

/// The largest magnitude; 0 for no rows.
uint64_t hqk_largest(hqk_level level, const int64_t *values, size_t rows);

/// Rows whose code is 0, in (rows + 63) / 64 words.
void hqk_zeros(hqk_level level, const uint32_t *codes, size_t rows, uint64_t *plane);

/// Rows whose code lies in `low ... high` (none where `low` is greater), and those beside them whose code is 0. There are
/// 64 x `width` codes; 1 <= low.
void hqk_spans8(
    hqk_level level, const uint8_t *codes, size_t width, uint8_t low, uint8_t high, uint64_t *yes, uint64_t *possible);
void hqk_spans16(
    hqk_level level, const uint16_t *codes, size_t width, uint16_t low, uint16_t high, uint64_t *yes,
    uint64_t *possible);

/// Joins a literal to a conjunction; returns the bits of any word of `possible`. `width` is a multiple of 8, as it is
/// for sums.
uint64_t hqk_restrict(
    hqk_level level, const hqk_literal *literal, size_t width, uint64_t *yes, uint64_t *possible);

/// Adds up weighted planes row by row: bit `b` of the sum of the weights of those of `count` planes in which a row is
/// set goes to plane `b` of `bits` planes of `width` words from `sums`. 1 <= bits <= 32; sums stay below 2^bits.
void hqk_sum_planes(
    hqk_level level, const uint64_t *HQK_NONNULL const *HQK_NONNULL planes, const uint32_t *weights, size_t count,
    size_t width, size_t bits, uint64_t *sums);

/// `out = left & right`; returns how many bits are set.
uint64_t hqk_and_count(
    hqk_level level, const uint64_t *left, const uint64_t *right, size_t width, uint64_t *out);

/// Asks for `size` bytes that will be read soon; changes nothing.
void hqk_prefetch(const void *bytes, size_t size);

/// The OR of `count` rows; `width` is a multiple of 8.
void hqk_or_rows(
    hqk_level level, const uint64_t *HQK_NONNULL const *HQK_NONNULL rows, size_t count, size_t width, uint64_t *out);

/// ORs `count` rows of a list, by number, into a row. Of row i there are the words ends[i-1] ..< ends[i], each with its
/// place.
void hqk_or_few(
    const uint64_t *words, const uint16_t *places, const uint32_t *ends, const uint32_t *numbers, size_t count,
    uint64_t *out);

/// Adds a term's weight to the sums of its texts: sums[places[i]] += weight * impacts[i], modulo 2^16.
///
/// A text whose sum was 0 is written to `touched` from `*count` on, which is raised; there is room for one more than there
/// are texts. Each text is among `places` once.
void hqk_sums_add(
    const uint32_t *places, const uint8_t *impacts, size_t length, uint16_t weight, uint16_t *sums, uint32_t *touched,
    size_t *count);

/// The same for those texts only whose sum is above 0.
void hqk_sums_lift(
    const uint32_t *places, const uint8_t *impacts, size_t length, uint16_t weight, uint16_t *sums);

/// Counts texts by their sums shifted right: steps[sums[texts[i]] >> shift] += 1. Returns the greatest step, 0 for none.
uint32_t hqk_sums_steps(
    const uint32_t *texts, size_t length, const uint16_t *sums, unsigned shift, uint32_t *steps);

/// Moves the texts whose sum is at least `least` to the front, in their order; returns how many.
size_t hqk_sums_keep(uint32_t *texts, size_t length, const uint16_t *sums, uint32_t least);

/// Counts what was asked for in `length` UTF-16 units: slots[unit] is a unit's slot, 0 for none. counters[slot] rises by
/// `weight` at each such unit, and counters[pairs[slot before * stride + slot]] at each pair of them that is not 0 there.
void hqk_count_units(
    const uint16_t *units, size_t length, const uint8_t *slots, const uint16_t *pairs, size_t stride, int32_t weight,
    int32_t *counters);

/// Part of a text, and its hash.
typedef struct {
    uint32_t start;
    uint32_t end;
    uint64_t hash;
} hqk_run;

/// The runs between separators, without empty ones, of the text `first ..< end` within `total` bytes. Separators are
/// `;`, `,`, `(`, `)`, their full-width forms, 、 and 。. Returns how many there are; writes the first `room`.
size_t hqk_runs(
    hqk_level level, const uint8_t *bytes, size_t first, size_t end, size_t total, hqk_run *runs, size_t room);

/// The hash that runs have: not for keeping, not against malice.
uint64_t hqk_hash(const uint8_t *bytes, size_t length);

/// Marks the rows whose text begins, or with `at_end` ends, with a part. Sets bits only.
void hqk_begins(
    const uint8_t *bytes, const uint32_t *ends, size_t rows, const uint8_t *part, size_t length, int at_end,
    uint64_t *plane);

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
