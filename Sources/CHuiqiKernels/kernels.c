#include "huiqi_kernels.h"

#define HQK(name) plain_##name
#define HQK_TARGET
#include "bodies.h"
#undef HQK
#undef HQK_TARGET

#if defined(__x86_64__)
#define HQK(name) avx2_##name
#define HQK_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt,fma")))
#include "bodies.h"
#undef HQK
#undef HQK_TARGET
#define DISPATCH(name, ...)                                                                                  \
    switch (level) {                                                                                         \
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
    return 1;
#else
    return 0;
#endif
}

// The one body for each size of element, compiled for every level.
hqk_summary hqk_and(
    hqk_level level, const hqk_literal *literals, size_t count, size_t width, uint64_t *yes, uint64_t *possible) {
    DISPATCH(and_, literals, count, width, yes, possible)
}

void hqk_and_counted(
    hqk_level level, const hqk_literal *literals, size_t count, size_t width, uint64_t *yes, uint64_t *possible,
    uint64_t *yes_count, uint64_t *possible_count) {
    DISPATCH(and_counted_, literals, count, width, yes, possible, yes_count, possible_count)
}

hqk_summary hqk_at_least(
    hqk_level level, const hqk_literal *literals, size_t count, uint64_t need, size_t width, uint64_t *yes,
    uint64_t *possible) {
    DISPATCH(at_least_, literals, count, need, width, yes, possible)
}

hqk_summary hqk_choose(
    hqk_level level, const hqk_literal *literals, size_t width, uint64_t *yes, uint64_t *possible) {
    DISPATCH(choose_, literals, width, yes, possible)
}

void hqk_scatter8(const uint8_t *codes, size_t rows, size_t width, uint64_t *planes) {
    for (size_t row = 0; row < rows; row++)
        planes[(size_t)codes[row] * width + (row >> 6)] |= (uint64_t)1 << (row & 63);
}

void hqk_scatter16(const uint16_t *codes, size_t rows, size_t width, uint64_t *planes) {
    for (size_t row = 0; row < rows; row++)
        planes[(size_t)codes[row] * width + (row >> 6)] |= (uint64_t)1 << (row & 63);
}

void hqk_suffix_or(
    hqk_level level, uint64_t *planes, size_t count, size_t width, const uint64_t *unknown, uint64_t *joined) {
    DISPATCH(suffix_or_, planes, count, width, unknown, joined)
}

void hqk_span(
    hqk_level level, const uint64_t *from, const uint64_t *to, const uint64_t *unknown, size_t width,
    uint64_t *yes, uint64_t *possible) {
    DISPATCH(span_, from, to, unknown, width, yes, possible)
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

void hqk_range_i64(
    hqk_level level, const int64_t *values, size_t rows, int64_t low, int64_t high, uint64_t *plane) {
    DISPATCH(range_i64_, values, rows, low, high, plane)
}

void hqk_range8(hqk_level level, const uint8_t *codes, size_t rows, uint8_t low, uint8_t high, uint64_t *plane) {
    DISPATCH(range_8_, codes, rows, low, high, plane)
}

void hqk_range16(
    hqk_level level, const uint16_t *codes, size_t rows, uint16_t low, uint16_t high, uint64_t *plane) {
    DISPATCH(range_16_, codes, rows, low, high, plane)
}

void hqk_or_sets(
    hqk_level level, const uint64_t *sets, size_t width, const uint32_t *numbers, size_t count, uint64_t *out) {
    DISPATCH(or_sets_, sets, width, numbers, count, out)
}

void hqk_contains(
    hqk_level level, const uint8_t *bytes, const uint32_t *ends, size_t rows, const uint8_t *needle, size_t length,
    uint64_t *plane) {
    DISPATCH(contains_, bytes, ends, rows, needle, length, plane)
}
