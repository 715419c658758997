// Bodies of the kernels for one clause over a whole population; included once for each instruction set, see kernels.c.

#define HQK_SPANS(suffix, type, mask)                                                                        \
    HQK_TARGET static inline void HQK(spans_##suffix)(                                                       \
        const type *codes, size_t width, type low, type high, uint64_t *yes, uint64_t *possible) {           \
        const int is_empty = low > high;                                                                     \
        const type span = (type)(high - low);                                                                \
        for (size_t word = 0; word < width; word++) {                                                        \
            uint64_t held = is_empty ? 0 : HQK(mask)(codes + 64 * word, low, span);                          \
            yes[word] = held;                                                                                \
            possible[word] = held | HQK(mask)(codes + 64 * word, 0, 0);                                      \
        }                                                                                                    \
    }
HQK_SPANS(8_, uint8_t, mask8_)
HQK_SPANS(16_, uint16_t, mask16_)
#undef HQK_SPANS

HQK_TARGET static inline uint64_t HQK(restrict_)(
    const hqk_literal *literal, size_t width, uint64_t *yes, uint64_t *possible) {
    const uint64_t *a = literal->yes, *b = literal->open;
    const uint64_t flip = literal->flip;
    uint64_t any = 0;
    for (size_t word = 0; word < width; word += 8) {
        uint64_t y[8], p[8];
        for (int i = 0; i < 8; i++) {
            uint64_t held = a[word + i], may = held | b[word + i];
            y[i] = yes[word + i] & (flip ? ~may : held);
            p[i] = possible[word + i] & (flip ? ~held : may);
        }
        for (int i = 0; i < 8; i++) yes[word + i] = y[i];
        for (int i = 0; i < 8; i++) possible[word + i] = p[i];
        for (int i = 0; i < 8; i++) any |= p[i];
    }
    return any;
}

HQK_TARGET static inline void HQK(sum_planes_)(
    const uint64_t *const *planes, const uint32_t *weights, size_t count, size_t width, size_t bits,
    uint64_t *sums) {
    for (size_t word = 0; word < width; word += 8) {
        uint64_t sum[32][8];
        for (size_t b = 0; b < bits; b++)
            for (int i = 0; i < 8; i++) sum[b][i] = 0;
        for (size_t p = 0; p < count; p++) {
            uint64_t plane[8];
            for (int i = 0; i < 8; i++) plane[i] = planes[p][word + i];
            for (size_t first = 0; first < bits; first++) {
                if (!(weights[p] >> first & 1)) continue;
                uint64_t carry[8];
                for (int i = 0; i < 8; i++) carry[i] = plane[i];
                for (size_t b = first; b < bits; b++) {
                    for (int i = 0; i < 8; i++) {
                        uint64_t both = sum[b][i] & carry[i];
                        sum[b][i] ^= carry[i];
                        carry[i] = both;
                    }
                }
            }
        }
        for (size_t b = 0; b < bits; b++)
            for (int i = 0; i < 8; i++) sums[b * width + word + i] = sum[b][i];
    }
}

HQK_TARGET static inline uint64_t HQK(and_count_)(
    const uint64_t *left, const uint64_t *right, size_t width, uint64_t *out) {
    uint64_t sum = 0;
    for (size_t word = 0; word < width; word++) {
        uint64_t both = left[word] & right[word];
        out[word] = both;
        sum += (uint64_t)__builtin_popcountll(both);
    }
    return sum;
}
