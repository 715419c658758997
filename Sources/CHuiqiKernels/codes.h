// Bodies of the kernels that reduce values to codes and make planes of codes; included once for each instruction set, see
// kernels.c, with HQK(mask8_) and HQK(mask16_) defined.

#define HQK_CODES(suffix, type, mask)                                                                        \
    HQK_TARGET static inline hqk_bits HQK(codes_##suffix)(                                                   \
        const type *codes, size_t width, type low, type high, uint64_t *plane) {                             \
        hqk_bits found = {0, ~(uint64_t)0};                                                                  \
        type span = (type)(high - low);                                                                      \
        for (size_t word = 0; word < width; word++) {                                                        \
            uint64_t bits = HQK(mask)(codes + 64 * word, low, span);                                         \
            plane[word] = bits;                                                                              \
            found.any |= bits;                                                                               \
            found.all &= bits;                                                                               \
        }                                                                                                    \
        return found;                                                                                        \
    }
HQK_CODES(8_, uint8_t, mask8_)
HQK_CODES(16_, uint16_t, mask16_)
#undef HQK_CODES

typedef double HQK(doubles_) __attribute__((vector_size(64), aligned(8), may_alias));
typedef int64_t HQK(longs_) __attribute__((vector_size(64), aligned(8), may_alias));

typedef uint16_t HQK(shorts_) __attribute__((vector_size(16), aligned(2), may_alias));

// Codes of eight rows, 0 where their bit of `mask` is not set.
HQK_TARGET static inline void HQK(keep_known_)(const HQK(longs_) *codes, uint64_t mask, uint16_t *target) {
    const HQK(longs_) lanes = {1, 2, 4, 8, 16, 32, 64, 128};
    const HQK(longs_) known = (lanes & (int64_t)mask) != 0;
    *(HQK(shorts_) *)target = __builtin_convertvector(*codes & known, HQK(shorts_));
}

HQK_TARGET static inline void HQK(rank_i64_)(
    const int64_t *values, const uint64_t *known, size_t rows, const int64_t *cuts, size_t count,
    uint16_t *codes) {
    enum { LANES = 8, FEW = 48 };
    size_t row = 0;
    // Among few cuts, counting those that are at most the value is faster than searching.
    for (; count <= FEW && row + 2 * LANES <= rows; row += 2 * LANES) {
        const uint64_t mask = known[row >> 6] >> (row & 63);
        const HQK(longs_) v = *(const HQK(longs_) *)(values + row), w = *(const HQK(longs_) *)(values + row + LANES);
        HQK(longs_) first = {0}, second = {0};
        first += 1;
        second += 1;
        for (size_t c = 0; c < count; c++) {
            first -= v >= cuts[c];
            second -= w >= cuts[c];
        }
        HQK(keep_known_)(&first, mask & 0xFF, codes + row);
        HQK(keep_known_)(&second, mask >> 8 & 0xFF, codes + row + LANES);
    }
    for (; row + LANES <= rows; row += LANES) {
        uint64_t mask = known[row >> 6] >> (row & 63);
        uint32_t base[LANES];
        for (int i = 0; i < LANES; i++) base[i] = 0;
        // A branchless search: `base` is how many cuts are surely at most the value.
        for (size_t left = count; left > 1;) {
            size_t half = left / 2;
            for (int i = 0; i < LANES; i++)
                base[i] += cuts[base[i] + half - 1] <= values[row + i] ? (uint32_t)half : 0;
            left -= half;
        }
        for (int i = 0; i < LANES; i++) {
            uint32_t rank = count == 0 ? 0 : base[i] + (cuts[base[i]] <= values[row + i]);
            codes[row + i] = (uint16_t)((mask >> i & 1) ? rank + 1 : 0);
        }
    }
    for (; row < rows; row++) {
        size_t base = 0;
        for (size_t left = count; left > 1;) {
            size_t half = left / 2;
            base += cuts[base + half - 1] <= values[row] ? half : 0;
            left -= half;
        }
        size_t rank = count == 0 ? 0 : base + (cuts[base] <= values[row]);
        codes[row] = (uint16_t)((known[row >> 6] >> (row & 63) & 1) ? rank + 1 : 0);
    }
}

// Where one vector lies among the slopes, exactly; see hqk_rank_slope.
HQK_TARGET __attribute__((noinline)) static uint16_t HQK(place_)(
    int64_t over, int64_t under, const hqk_slope *slopes, size_t count) {
    if (under == 0) return (uint16_t)(2 * count + (over < 0 ? 2 : over == 0 ? 3 : 4));
    size_t below = 0, left = count;
    while (left > 0) {
        size_t half = left / 2, at = below + half;
        __int128 a = (__int128)over * slopes[at].under, b = (__int128)slopes[at].over * under;
        if (a == b) return (uint16_t)((under > 0 ? 1 : 2 * count + 5) + 2 * at + 1);
        if ((a > b) == (under > 0)) {
            below = at + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    return (uint16_t)((under > 0 ? 1 : 2 * count + 5) + 2 * below);
}

// A quotient of doubles is nearer to the true one than a part in 10^15; what lies within a part in 10^12 of a slope's
// nearest double is decided by place_.
HQK_TARGET static inline void HQK(rank_slope_)(
    const int64_t *over, const int64_t *under, const uint64_t *known, size_t rows, const hqk_slope *slopes,
    const double *nearest, size_t count, uint16_t *places) {
    enum { LANES = 8, MOST = 64 };
    double low[MOST], high[MOST];
    size_t row = 0;
    if (count <= MOST) {
        for (size_t s = 0; s < count; s++) {
            double room = (nearest[s] < 0 ? -nearest[s] : nearest[s]) * 1e-12;
            low[s] = nearest[s] - room;
            high[s] = nearest[s] + room;
        }
        for (; row + LANES <= rows; row += LANES) {
            uint64_t mask = known[row >> 6] >> (row & 63) & 0xFF;
            if (mask == 0) {
                for (int i = 0; i < LANES; i++) places[row + i] = 0;
                continue;
            }
            const HQK(longs_) a = *(const HQK(longs_) *)(over + row), b = *(const HQK(longs_) *)(under + row);
            const HQK(doubles_) ratio =
                __builtin_convertvector(a, HQK(doubles_)) / __builtin_convertvector(b, HQK(doubles_));
            HQK(longs_) above = {0}, reached = {0};
            for (size_t s = 0; s < count; s++) {
                above -= ratio > high[s];
                reached -= ratio >= low[s];
            }
            // Nothing over anything is on a slope exactly where that is 0, which the doubles tell; over 0 the sign says it.
            const HQK(longs_) zero = a == 0, flat = b == 0;
            const HQK(longs_) turned =
                1 + 2 * above + ((b < 0) & (int64_t)(2 * count + 4)) + (zero & (reached - above));
            const HQK(longs_) upright = (int64_t)(2 * count + 3) + (a < 0) - (a > 0);
            const HQK(longs_) place = (flat & upright) | (~flat & turned);
            const HQK(longs_) near = (above != reached) & ~zero & ~flat;
            HQK(keep_known_)(&place, mask, places + row);
            if (HQK(any_)((const hqk_words *)&near)) {
                for (int i = 0; i < LANES; i++)
                    if (near[i] && (mask >> i & 1))
                        places[row + i] = HQK(place_)(over[row + i], under[row + i], slopes, count);
            }
        }
    }
    for (; row < rows; row++)
        places[row] = known[row >> 6] >> (row & 63) & 1 ? HQK(place_)(over[row], under[row], slopes, count) : 0;
}

HQK_TARGET static inline void HQK(translate_)(uint16_t *codes, size_t rows, const uint16_t *table) {
    for (size_t row = 0; row < rows; row++) codes[row] = table[codes[row]];
}

HQK_TARGET static inline hqk_code_range HQK(narrow_)(const uint16_t *codes, size_t rows, uint8_t *bytes) {
    uint16_t most = 0, least = 0xFFFF;
    for (size_t row = 0; row < rows; row++) {
        uint16_t code = codes[row];
        most = code > most ? code : most;
        // 0 wraps to the greatest, so that it is never the least.
        uint16_t before = (uint16_t)(code - 1);
        least = before < least ? before : least;
    }
    uint16_t zeros = 0;
    for (size_t row = 0; row < rows; row++) zeros |= (uint16_t)(codes[row] == 0);
    for (size_t row = 0; row < rows; row++) bytes[row] = (uint8_t)codes[row];
    return (hqk_code_range){(uint16_t)(least + 1), most, zeros};
}

HQK_TARGET static inline uint64_t HQK(largest_)(const int64_t *values, size_t rows) {
    uint64_t most = 0;
    for (size_t row = 0; row < rows; row++) {
        uint64_t size = values[row] < 0 ? 0 - (uint64_t)values[row] : (uint64_t)values[row];
        most = size > most ? size : most;
    }
    return most;
}

HQK_TARGET static inline void HQK(zeros_)(const uint32_t *codes, size_t rows, uint64_t *plane) {
    size_t row = 0;
    for (; row + 64 <= rows; row += 64) {
        uint64_t bits = 0;
        for (int i = 0; i < 64; i++) bits |= (uint64_t)(codes[row + i] == 0) << i;
        plane[row >> 6] = bits;
    }
    if (row < rows) {
        uint64_t bits = 0;
        for (size_t i = 0; row + i < rows; i++) bits |= (uint64_t)(codes[row + i] == 0) << i;
        plane[row >> 6] = bits;
    }
}
