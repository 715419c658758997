#include "huiqi_kernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Eight words of a plane, wherever they lie; and where they lie on a line of the cache.
typedef uint64_t hqk_words __attribute__((vector_size(64), aligned(8), may_alias));
typedef uint64_t hqk_aligned_words __attribute__((vector_size(64), aligned(64), may_alias));

#if defined(__clang__)
#define HQK_STREAM(value, pointer) __builtin_nontemporal_store(value, pointer)
#else
#define HQK_STREAM(value, pointer) (*(pointer) = (value))
#endif

// What differs between the instruction sets: whether eight words have any bit, or all; how many; comparing 64 codes.

static inline int plain_any_(const hqk_words *words) {
    uint64_t sum = 0;
    for (int i = 0; i < 8; i++) sum |= (*words)[i];
    return sum != 0;
}

static inline int plain_all_(const hqk_words *words) {
    uint64_t sum = ~(uint64_t)0;
    for (int i = 0; i < 8; i++) sum &= (*words)[i];
    return sum == ~(uint64_t)0;
}

static inline uint64_t plain_count_(const hqk_words *words) {
    uint64_t sum = 0;
    for (int i = 0; i < 8; i++) sum += (uint64_t)__builtin_popcountll((*words)[i]);
    return sum;
}

static inline uint64_t plain_mask8_(const uint8_t *codes, uint8_t low, uint8_t span) {
    uint64_t bits = 0;
    for (int i = 0; i < 64; i++) bits |= (uint64_t)((uint8_t)(codes[i] - low) <= span) << i;
    return bits;
}

static inline uint64_t plain_mask16_(const uint16_t *codes, uint16_t low, uint16_t span) {
    uint64_t bits = 0;
    for (int i = 0; i < 64; i++) bits |= (uint64_t)((uint16_t)(codes[i] - low) <= span) << i;
    return bits;
}

// Bytes that may begin a separator: ; , ( ) and the first bytes of the full-width ones, 、 and 。
static inline uint64_t plain_marks_(const uint8_t *bytes) {
    uint64_t bits = 0;
    for (int i = 0; i < 64; i++) {
        uint8_t byte = bytes[i];
        bits |= (uint64_t)(byte == 0x3B || byte == 0x2C || byte == 0x28 || byte == 0x29 || byte == 0xEF || byte == 0xE3)
            << i;
    }
    return bits;
}

#define HQK(name) plain_##name
#define HQK_TARGET
#define HQK_SPAN 2
#include "planes.h"
#include "codes.h"
#include "texts.h"
#include "finds.h"
#undef HQK
#undef HQK_TARGET
#undef HQK_SPAN

#if defined(__x86_64__)
#define HQK_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt,fma")))

HQK_AVX2 static inline int avx2_any_(const hqk_words *words) {
    const __m256i *halves = (const __m256i *)words;
    const __m256i sum = _mm256_or_si256(_mm256_loadu_si256(halves), _mm256_loadu_si256(halves + 1));
    return !_mm256_testz_si256(sum, sum);
}

HQK_AVX2 static inline int avx2_all_(const hqk_words *words) {
    const __m256i *halves = (const __m256i *)words;
    const __m256i sum = _mm256_and_si256(_mm256_loadu_si256(halves), _mm256_loadu_si256(halves + 1));
    return _mm256_testc_si256(sum, _mm256_set1_epi64x(-1));
}

HQK_AVX2 static inline uint64_t avx2_count_(const hqk_words *words) {
    uint64_t sum = 0;
    for (int i = 0; i < 8; i++) sum += (uint64_t)__builtin_popcountll((*words)[i]);
    return sum;
}

HQK_AVX2 static inline uint64_t avx2_mask8_(const uint8_t *codes, uint8_t low, uint8_t span) {
    const __m256i first = _mm256_set1_epi8((char)low), most = _mm256_set1_epi8((char)span);
    __m256i a = _mm256_sub_epi8(_mm256_loadu_si256((const __m256i *)codes), first);
    __m256i b = _mm256_sub_epi8(_mm256_loadu_si256((const __m256i *)(codes + 32)), first);
    uint32_t l = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(a, most), a));
    uint32_t h = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(b, most), b));
    return (uint64_t)h << 32 | l;
}

HQK_AVX2 static inline uint64_t avx2_mask16_(const uint16_t *codes, uint16_t low, uint16_t span) {
    const __m256i first = _mm256_set1_epi16((short)low), most = _mm256_set1_epi16((short)span);
    uint64_t bits = 0;
    for (int part = 0; part < 2; part++) {
        const __m256i *at = (const __m256i *)(codes + 32 * part);
        __m256i a = _mm256_sub_epi16(_mm256_loadu_si256(at), first);
        __m256i b = _mm256_sub_epi16(_mm256_loadu_si256(at + 1), first);
        a = _mm256_cmpeq_epi16(_mm256_min_epu16(a, most), a);
        b = _mm256_cmpeq_epi16(_mm256_min_epu16(b, most), b);
        // Packing goes by halves of the registers; the order of rows is put right after it.
        __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(a, b), 0xD8);
        bits |= (uint64_t)(uint32_t)_mm256_movemask_epi8(packed) << (32 * part);
    }
    return bits;
}

HQK_AVX2 static inline uint64_t avx2_marks_(const uint8_t *bytes) {
    uint64_t bits = 0;
    for (int half = 0; half < 2; half++) {
        const __m256i b = _mm256_loadu_si256((const __m256i *)(bytes + 32 * half));
        __m256i m = _mm256_or_si256(
            _mm256_cmpeq_epi8(b, _mm256_set1_epi8(0x3B)), _mm256_cmpeq_epi8(b, _mm256_set1_epi8(0x2C)));
        m = _mm256_or_si256(m, _mm256_cmpeq_epi8(b, _mm256_set1_epi8(0x28)));
        m = _mm256_or_si256(m, _mm256_cmpeq_epi8(b, _mm256_set1_epi8(0x29)));
        m = _mm256_or_si256(m, _mm256_cmpeq_epi8(b, _mm256_set1_epi8((char)0xEF)));
        m = _mm256_or_si256(m, _mm256_cmpeq_epi8(b, _mm256_set1_epi8((char)0xE3)));
        bits |= (uint64_t)(uint32_t)_mm256_movemask_epi8(m) << (32 * half);
    }
    return bits;
}

#define HQK(name) avx2_##name
#define HQK_TARGET HQK_AVX2
#define HQK_SPAN 2
#include "planes.h"
#include "codes.h"
#include "texts.h"
#include "finds.h"
#undef HQK
#undef HQK_TARGET
#undef HQK_SPAN

#define HQK_AVX512                                                                                           \
    __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq")))

HQK_AVX512 static inline int avx512_any_(const hqk_words *words) {
    return _mm512_test_epi64_mask((__m512i)*words, (__m512i)*words) != 0;
}

HQK_AVX512 static inline int avx512_all_(const hqk_words *words) {
    return _mm512_cmpneq_epi64_mask((__m512i)*words, _mm512_set1_epi64(-1)) == 0;
}

HQK_AVX512 static inline uint64_t avx512_count_(const hqk_words *words) {
    return (uint64_t)_mm512_reduce_add_epi64(_mm512_popcnt_epi64((__m512i)*words));
}

HQK_AVX512 static inline uint64_t avx512_mask8_(const uint8_t *codes, uint8_t low, uint8_t span) {
    __m512i a = _mm512_sub_epi8(_mm512_loadu_si512(codes), _mm512_set1_epi8((char)low));
    return _mm512_cmple_epu8_mask(a, _mm512_set1_epi8((char)span));
}

HQK_AVX512 static inline uint64_t avx512_mask16_(const uint16_t *codes, uint16_t low, uint16_t span) {
    const __m512i first = _mm512_set1_epi16((short)low), most = _mm512_set1_epi16((short)span);
    __m512i a = _mm512_sub_epi16(_mm512_loadu_si512(codes), first);
    __m512i b = _mm512_sub_epi16(_mm512_loadu_si512(codes + 32), first);
    return (uint64_t)_mm512_cmple_epu16_mask(b, most) << 32 | _mm512_cmple_epu16_mask(a, most);
}

HQK_AVX512 static inline uint64_t avx512_marks_(const uint8_t *bytes) {
    const __m512i b = _mm512_loadu_si512(bytes);
    return _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8(0x3B)) | _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8(0x2C))
        | _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8(0x28)) | _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8(0x29))
        | _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8((char)0xEF))
        | _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8((char)0xE3));
}

#define HQK(name) avx512_##name
#define HQK_TARGET HQK_AVX512
#define HQK_SPAN 4
#include "planes.h"
#include "codes.h"
#include "texts.h"
#include "finds.h"
#undef HQK
#undef HQK_TARGET
#undef HQK_SPAN

#define DISPATCH(name, ...)                                                                                  \
    switch (level) {                                                                                         \
    case 2: return avx512_##name(__VA_ARGS__);                                                               \
    case 1: return avx2_##name(__VA_ARGS__);                                                                 \
    default: return plain_##name(__VA_ARGS__);                                                               \
    }
#else
#define DISPATCH(name, ...)                                                                                  \
    (void)level;                                                                                             \
    return plain_##name(__VA_ARGS__);
#endif

hqk_level hqk_best_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("popcnt")
        || !__builtin_cpu_supports("fma"))
        return 0;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw")
        || !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl")
        || !__builtin_cpu_supports("avx512vpopcntdq"))
        return 1;
    return 2;
#else
    return 0;
#endif
}

hqk_summary hqk_and(
    hqk_level level, const hqk_literal *literals, const int32_t *references, size_t count, uint64_t turn, size_t width,
    uint64_t *yes, uint64_t *possible) {
    DISPATCH(and_, literals, references, count, turn, width, yes, possible)
}

hqk_counts hqk_and_counted(
    hqk_level level, const hqk_literal *literals, const int32_t *references, size_t count, size_t width, uint64_t *yes,
    uint64_t *possible, int streams) {
    DISPATCH(and_counted_, literals, references, count, width, yes, possible, streams)
}

hqk_summary hqk_at_least(
    hqk_level level, const hqk_literal *literals, const int32_t *references, size_t count, uint64_t need, size_t width,
    uint64_t *yes, uint64_t *possible) {
    DISPATCH(at_least_, literals, references, count, need, width, yes, possible)
}

hqk_summary hqk_choose(
    hqk_level level, const hqk_literal *literals, const int32_t *references, size_t width, uint64_t *yes,
    uint64_t *possible) {
    DISPATCH(choose_, literals, references, width, yes, possible)
}

uint64_t hqk_open(
    hqk_level level, const uint64_t *yes, const uint64_t *possible, const uint64_t *lacking, size_t width,
    uint64_t *open) {
    DISPATCH(open_, yes, possible, lacking, width, open)
}

uint64_t hqk_remove(
    hqk_level level, uint64_t *target, const uint64_t *open, const uint64_t *yes, const uint64_t *kept, size_t width) {
    DISPATCH(remove_, target, open, yes, kept, width)
}

hqk_bits hqk_codes8(
    hqk_level level, const uint8_t *codes, size_t width, uint8_t low, uint8_t high, uint64_t *plane) {
    DISPATCH(codes_8_, codes, width, low, high, plane)
}

hqk_bits hqk_codes16(
    hqk_level level, const uint16_t *codes, size_t width, uint16_t low, uint16_t high, uint64_t *plane) {
    DISPATCH(codes_16_, codes, width, low, high, plane)
}

void hqk_or_into(hqk_level level, uint64_t *target, const uint64_t *source, size_t width) {
    DISPATCH(or_into_, target, source, width)
}

uint64_t hqk_popcount(hqk_level level, const uint64_t *plane, size_t width) {
    DISPATCH(popcount_, plane, width)
}

void hqk_rank_i64(
    hqk_level level, const int64_t *values, const uint64_t *known, size_t rows, const int64_t *cuts, size_t count,
    uint16_t *codes) {
    DISPATCH(rank_i64_, values, known, rows, cuts, count, codes)
}

void hqk_rank_slope(
    hqk_level level, const int64_t *over, const int64_t *under, const uint64_t *known, size_t rows,
    const hqk_slope *slopes, const double *nearest, size_t count, uint16_t *places) {
    DISPATCH(rank_slope_, over, under, known, rows, slopes, nearest, count, places)
}

void hqk_translate(hqk_level level, uint16_t *codes, size_t rows, const uint16_t *table) {
    DISPATCH(translate_, codes, rows, table)
}

hqk_code_range hqk_narrow(hqk_level level, const uint16_t *codes, size_t rows, uint8_t *bytes) {
    DISPATCH(narrow_, codes, rows, bytes)
}

uint64_t hqk_largest(hqk_level level, const int64_t *values, size_t rows) {
    DISPATCH(largest_, values, rows)
}

void hqk_zeros(hqk_level level, const uint32_t *codes, size_t rows, uint64_t *plane) {
    DISPATCH(zeros_, codes, rows, plane)
}

void hqk_spans8(
    hqk_level level, const uint8_t *codes, size_t width, uint8_t low, uint8_t high, uint64_t *yes,
    uint64_t *possible) {
    DISPATCH(spans_8_, codes, width, low, high, yes, possible)
}

void hqk_spans16(
    hqk_level level, const uint16_t *codes, size_t width, uint16_t low, uint16_t high, uint64_t *yes,
    uint64_t *possible) {
    DISPATCH(spans_16_, codes, width, low, high, yes, possible)
}

uint64_t hqk_restrict(
    hqk_level level, const hqk_literal *literal, size_t width, uint64_t *yes, uint64_t *possible) {
    DISPATCH(restrict_, literal, width, yes, possible)
}

void hqk_prefetch(const void *bytes, size_t size) {
    for (size_t at = 0; at < size; at += 64) __builtin_prefetch((const char *)bytes + at);
}

void hqk_sum_planes(
    hqk_level level, const uint64_t *const *planes, const uint32_t *weights, size_t count, size_t width, size_t bits,
    uint64_t *sums) {
    DISPATCH(sum_planes_, planes, weights, count, width, bits, sums)
}

uint64_t hqk_and_count(
    hqk_level level, const uint64_t *left, const uint64_t *right, size_t width, uint64_t *out) {
    DISPATCH(and_count_, left, right, width, out)
}

void hqk_or_rows(
    hqk_level level, const uint64_t *const *rows, size_t count, size_t width, uint64_t *out) {
    DISPATCH(or_rows_, rows, count, width, out)
}

void hqk_or_few(
    const uint64_t *words, const uint16_t *places, const uint32_t *ends, const uint32_t *numbers, size_t count,
    uint64_t *out) {
    for (size_t n = 0; n < count; n++) {
        const size_t end = ends[numbers[n]];
        for (size_t at = numbers[n] == 0 ? 0 : ends[numbers[n] - 1]; at < end; at++) out[places[at]] |= words[at];
    }
}

void hqk_sums_add(
    const uint32_t *places, const uint8_t *impacts, size_t length, uint16_t weight, uint16_t *sums, uint32_t *touched,
    size_t *count) {
    size_t next = *count;
    for (size_t at = 0; at < length; at++) {
        const uint16_t sum = sums[places[at]];
        touched[next] = places[at];
        next += sum == 0;
        sums[places[at]] = (uint16_t)(sum + weight * impacts[at]);
    }
    *count = next;
}

void hqk_sums_lift(
    const uint32_t *places, const uint8_t *impacts, size_t length, uint16_t weight, uint16_t *sums) {
    for (size_t at = 0; at < length; at++) {
        const uint16_t sum = sums[places[at]];
        sums[places[at]] = (uint16_t)(sum + (sum == 0 ? 0 : weight * impacts[at]));
    }
}

uint32_t hqk_sums_steps(
    const uint32_t *texts, size_t length, const uint16_t *sums, unsigned shift, uint32_t *steps) {
    uint32_t greatest = 0;
    for (size_t at = 0; at < length; at++) {
        const uint32_t step = (uint32_t)sums[texts[at]] >> shift;
        steps[step]++;
        greatest = step > greatest ? step : greatest;
    }
    return greatest;
}

size_t hqk_sums_keep(uint32_t *texts, size_t length, const uint16_t *sums, uint32_t least) {
    size_t kept = 0;
    for (size_t at = 0; at < length; at++) {
        const uint32_t text = texts[at];
        texts[kept] = text;
        kept += sums[text] >= least;
    }
    return kept;
}

void hqk_count_units(
    const uint16_t *units, size_t length, const uint8_t *slots, const uint16_t *pairs, size_t stride, int32_t weight,
    int32_t *counters) {
    size_t last = 0;
    for (size_t at = 0; at < length; at++) {
        const size_t slot = slots[units[at]];
        // Most units are not asked for; without a branch each step would wait for the last one's counter.
        if (slot != 0) {
            counters[slot] += weight;
            if (last != 0) {
                const size_t pair = pairs[last * stride + slot];
                if (pair != 0) counters[pair] += weight;
            }
        }
        last = slot;
    }
}

size_t hqk_runs(
    hqk_level level, const uint8_t *bytes, size_t first, size_t end, size_t total, hqk_run *runs, size_t room) {
    DISPATCH(runs_, bytes, first, end, total, runs, room)
}

uint64_t hqk_hash(const uint8_t *bytes, size_t length) { return plain_hash_(bytes, length); }

void hqk_begins(
    const uint8_t *bytes, const uint32_t *ends, size_t rows, const uint8_t *part, size_t length, int at_end,
    uint64_t *plane) {
    for (size_t row = 0, start = 0; row < rows; row++) {
        size_t end = ends[row];
        if (end - start >= length) {
            const uint8_t *at = bytes + (at_end ? end - length : start);
            // The last byte first: the first ones of many texts are the same.
            if (length == 0 || (at[length - 1] == part[length - 1] && memcmp(at, part, length) == 0))
                plane[row >> 6] |= (uint64_t)1 << (row & 63);
        }
        start = end;
    }
}

void hqk_contains(
    hqk_level level, const uint8_t *bytes, const uint32_t *ends, size_t rows, const uint8_t *needle, size_t length,
    uint64_t *plane) {
    DISPATCH(contains_, bytes, ends, rows, needle, length, plane)
}
