// The bodies of the kernels; included once for each instruction set with HQK(name) and HQK_TARGET defined.
// Loops over fixed chunks of eight words, so that the compiler keeps a chunk in registers.

#define HQK_CHUNK 8

HQK_TARGET static inline hqk_summary HQK(and_)(
    const hqk_literal *literals, size_t count, size_t width, uint64_t *yes, uint64_t *possible) {
    hqk_summary summary = {0, ~(uint64_t)0};
    size_t word = 0;
    for (; word + HQK_CHUNK <= width; word += HQK_CHUNK) {
        uint64_t y[HQK_CHUNK], p[HQK_CHUNK];
        for (int i = 0; i < HQK_CHUNK; i++) y[i] = p[i] = ~(uint64_t)0;
        for (size_t l = 0; l < count; l++) {
            const hqk_literal literal = literals[l];
            const uint64_t *a = literal.flip ? literal.possible : literal.yes;
            const uint64_t *b = literal.flip ? literal.yes : literal.possible;
            for (int i = 0; i < HQK_CHUNK; i++) y[i] &= a[word + i] ^ literal.flip;
            for (int i = 0; i < HQK_CHUNK; i++) p[i] &= b[word + i] ^ literal.flip;
        }
        for (int i = 0; i < HQK_CHUNK; i++) {
            yes[word + i] = y[i];
            possible[word + i] = p[i];
            summary.any_possible |= p[i];
            summary.all_yes &= y[i];
        }
    }
    for (; word < width; word++) {
        uint64_t y = ~(uint64_t)0, p = ~(uint64_t)0;
        for (size_t l = 0; l < count; l++) {
            const hqk_literal literal = literals[l];
            y &= (literal.flip ? literal.possible : literal.yes)[word] ^ literal.flip;
            p &= (literal.flip ? literal.yes : literal.possible)[word] ^ literal.flip;
        }
        yes[word] = y;
        possible[word] = p;
        summary.any_possible |= p;
        summary.all_yes &= y;
    }
    return summary;
}

HQK_TARGET static inline uint64_t HQK(popcount_)(const uint64_t *plane, size_t width) {
    uint64_t sum = 0;
    for (size_t word = 0; word < width; word++) sum += (uint64_t)__builtin_popcountll(plane[word]);
    return sum;
}

HQK_TARGET static inline void HQK(and_counted_)(
    const hqk_literal *literals, size_t count, size_t width, uint64_t *yes, uint64_t *possible,
    uint64_t *yes_count, uint64_t *possible_count) {
    uint64_t yes_sum = 0, possible_sum = 0;
    size_t word = 0;
    for (; word + HQK_CHUNK <= width; word += HQK_CHUNK) {
        uint64_t y[HQK_CHUNK], p[HQK_CHUNK];
        for (int i = 0; i < HQK_CHUNK; i++) y[i] = p[i] = ~(uint64_t)0;
        for (size_t l = 0; l < count; l++) {
            const hqk_literal literal = literals[l];
            const uint64_t *a = literal.flip ? literal.possible : literal.yes;
            const uint64_t *b = literal.flip ? literal.yes : literal.possible;
            for (int i = 0; i < HQK_CHUNK; i++) y[i] &= a[word + i] ^ literal.flip;
            for (int i = 0; i < HQK_CHUNK; i++) p[i] &= b[word + i] ^ literal.flip;
        }
        if (yes) {
            for (int i = 0; i < HQK_CHUNK; i++) yes[word + i] = y[i];
            for (int i = 0; i < HQK_CHUNK; i++) possible[word + i] = p[i];
        }
        for (int i = 0; i < HQK_CHUNK; i++) yes_sum += (uint64_t)__builtin_popcountll(y[i]);
        for (int i = 0; i < HQK_CHUNK; i++) possible_sum += (uint64_t)__builtin_popcountll(p[i]);
    }
    for (; word < width; word++) {
        uint64_t y = ~(uint64_t)0, p = ~(uint64_t)0;
        for (size_t l = 0; l < count; l++) {
            const hqk_literal literal = literals[l];
            y &= (literal.flip ? literal.possible : literal.yes)[word] ^ literal.flip;
            p &= (literal.flip ? literal.yes : literal.possible)[word] ^ literal.flip;
        }
        if (yes) {
            yes[word] = y;
            possible[word] = p;
        }
        yes_sum += (uint64_t)__builtin_popcountll(y);
        possible_sum += (uint64_t)__builtin_popcountll(p);
    }
    *yes_count = yes_sum;
    *possible_count = possible_sum;
}

// Counts are kept digit by digit: word d of a lane holds bit d of the count of each of 64 rows.
#define HQK_DIGITS 20
HQK_TARGET static inline hqk_summary HQK(at_least_part_)(
    const hqk_literal *literals, size_t count, uint64_t need, size_t word, int lanes, int digits, uint64_t *yes,
    uint64_t *possible) {
    hqk_summary summary = {0, ~(uint64_t)0};
    uint64_t held[HQK_DIGITS][HQK_CHUNK], may[HQK_DIGITS][HQK_CHUNK];
    for (int d = 0; d < digits; d++)
        for (int i = 0; i < lanes; i++) held[d][i] = may[d][i] = 0;
    for (size_t l = 0; l < count; l++) {
        const hqk_literal literal = literals[l];
        const uint64_t *a = (literal.flip ? literal.possible : literal.yes) + word;
        const uint64_t *b = (literal.flip ? literal.yes : literal.possible) + word;
        uint64_t y[HQK_CHUNK], p[HQK_CHUNK];
        for (int i = 0; i < lanes; i++) y[i] = a[i] ^ literal.flip;
        for (int i = 0; i < lanes; i++) p[i] = b[i] ^ literal.flip;
        // After l literals no count needs more digits than l + 1 does.
        int top = 64 - __builtin_clzll((unsigned long long)(l + 1));
        for (int d = 0; d < top; d++) {
            for (int i = 0; i < lanes; i++) {
                uint64_t sum = held[d][i] ^ y[i];
                y[i] &= held[d][i];
                held[d][i] = sum;
            }
            for (int i = 0; i < lanes; i++) {
                uint64_t sum = may[d][i] ^ p[i];
                p[i] &= may[d][i];
                may[d][i] = sum;
            }
        }
    }
    uint64_t ya[HQK_CHUNK], ye[HQK_CHUNK], pa[HQK_CHUNK], pe[HQK_CHUNK];
    for (int i = 0; i < lanes; i++) ya[i] = pa[i] = 0;
    for (int i = 0; i < lanes; i++) ye[i] = pe[i] = ~(uint64_t)0;
    for (int d = digits - 1; d >= 0; d--) {
        uint64_t wanted = need >> d & 1 ? ~(uint64_t)0 : 0;
        for (int i = 0; i < lanes; i++) ya[i] |= ye[i] & held[d][i] & ~wanted;
        for (int i = 0; i < lanes; i++) ye[i] &= ~(held[d][i] ^ wanted);
        for (int i = 0; i < lanes; i++) pa[i] |= pe[i] & may[d][i] & ~wanted;
        for (int i = 0; i < lanes; i++) pe[i] &= ~(may[d][i] ^ wanted);
    }
    for (int i = 0; i < lanes; i++) {
        yes[word + i] = ya[i] | ye[i];
        possible[word + i] = pa[i] | pe[i];
        summary.any_possible |= possible[word + i];
        summary.all_yes &= yes[word + i];
    }
    return summary;
}

HQK_TARGET static inline hqk_summary HQK(at_least_)(
    const hqk_literal *literals, size_t count, uint64_t need, size_t width, uint64_t *yes, uint64_t *possible) {
    hqk_summary summary = {0, ~(uint64_t)0};
    int digits = 64 - __builtin_clzll((unsigned long long)count);
    size_t word = 0;
    while (word < width) {
        int lanes = word + HQK_CHUNK <= width ? HQK_CHUNK : 1;
        hqk_summary part =
            lanes == HQK_CHUNK
                ? HQK(at_least_part_)(literals, count, need, word, HQK_CHUNK, digits, yes, possible)
                : HQK(at_least_part_)(literals, count, need, word, 1, digits, yes, possible);
        summary.any_possible |= part.any_possible;
        summary.all_yes &= part.all_yes;
        word += (size_t)lanes;
    }
    return summary;
}

HQK_TARGET static inline hqk_summary HQK(choose_)(
    const hqk_literal *literals, size_t width, uint64_t *yes, uint64_t *possible) {
    hqk_summary summary = {0, ~(uint64_t)0};
    for (size_t word = 0; word < width; word++) {
        uint64_t y[3], n[3];
        for (int l = 0; l < 3; l++) {
            const hqk_literal literal = literals[l];
            y[l] = (literal.flip ? literal.possible : literal.yes)[word] ^ literal.flip;
            n[l] = ~((literal.flip ? literal.yes : literal.possible)[word] ^ literal.flip);
        }
        yes[word] = (y[0] & y[1]) | (n[0] & y[2]);
        possible[word] = ~((y[0] & n[1]) | (n[0] & n[2]));
        summary.any_possible |= possible[word];
        summary.all_yes &= yes[word];
    }
    return summary;
}

HQK_TARGET static inline void HQK(suffix_or_)(
    uint64_t *planes, size_t count, size_t width, const uint64_t *unknown, uint64_t *joined) {
    size_t word = 0;
    for (; word + HQK_CHUNK <= width; word += HQK_CHUNK) {
        uint64_t sum[HQK_CHUNK], open[HQK_CHUNK];
        for (int i = 0; i < HQK_CHUNK; i++) sum[i] = 0;
        for (int i = 0; i < HQK_CHUNK; i++) open[i] = unknown ? unknown[word + i] : 0;
        for (size_t k = count; k-- > 0;) {
            uint64_t *plane = planes + k * width + word;
            for (int i = 0; i < HQK_CHUNK; i++) sum[i] |= plane[i];
            for (int i = 0; i < HQK_CHUNK; i++) plane[i] = sum[i];
            if (unknown) {
                uint64_t *other = joined + k * width + word;
                for (int i = 0; i < HQK_CHUNK; i++) other[i] = sum[i] | open[i];
            }
        }
    }
    for (; word < width; word++) {
        uint64_t sum = 0;
        for (size_t k = count; k-- > 0;) {
            sum |= planes[k * width + word];
            planes[k * width + word] = sum;
            if (unknown) joined[k * width + word] = sum | unknown[word];
        }
    }
}

HQK_TARGET static inline void HQK(span_)(
    const uint64_t *from, const uint64_t *to, const uint64_t *unknown, size_t width, uint64_t *yes,
    uint64_t *possible) {
    for (size_t word = 0; word < width; word++) {
        uint64_t y = from[word] & ~(to ? to[word] : 0);
        yes[word] = y;
        possible[word] = y | (unknown ? unknown[word] : 0);
    }
}

HQK_TARGET static inline void HQK(or_into_)(uint64_t *target, const uint64_t *source, size_t width) {
    for (size_t word = 0; word < width; word++) target[word] |= source[word];
}

HQK_TARGET static inline void HQK(rank_i64_)(
    const int64_t *values, const uint64_t *known, size_t rows, const int64_t *cuts, size_t count,
    uint16_t *codes) {
    enum { LANES = 8 };
    size_t row = 0;
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

HQK_TARGET static inline void HQK(rank_slope_)(
    const int64_t *over, const int64_t *under, const uint64_t *known, size_t rows, const hqk_slope *slopes,
    const double *nearest, size_t count, uint16_t *places) {
    for (size_t row = 0; row < rows; row++) {
        if (!(known[row >> 6] >> (row & 63) & 1)) {
            places[row] = 0;
            continue;
        }
        int64_t a = over[row], b = under[row];
        if (b == 0) {
            places[row] = (uint16_t)(2 * count + (a < 0 ? 2 : a == 0 ? 3 : 4));
            continue;
        }
        double ratio = (double)a / (double)b;
        size_t base = 0;
        for (size_t left = count; left > 1;) {
            size_t half = left / 2;
            base += nearest[base + half - 1] <= ratio ? half : 0;
            left -= half;
        }
        if (count) base += nearest[base] <= ratio;
        // `base` slopes have a nearest double at most the ratio's; a slope is only near the ratio where it is
        // the last of them or the next. Exact then.
        size_t below = base;
        int on = 0;
        for (int side = 0; side < 2; side++) {
            if (side == 0 ? base == 0 : base >= count) continue;
            size_t at = side == 0 ? base - 1 : base;
            double far = ratio - nearest[at], scale = nearest[at];
            if (far < 0) far = -far;
            if (scale < 0) scale = -scale;
            if (far > scale * 1e-12) continue;
            // Slopes nearer to each other than that are walked one by one.
            size_t s = at;
            while (s > 0 && nearest[at] - nearest[s - 1] <= scale * 4e-12) s--;
            below = s;
            on = 0;
            for (; s < count && nearest[s] - nearest[at] <= scale * 4e-12; s++) {
                __int128 left = (__int128)a * slopes[s].under, right = (__int128)slopes[s].over * b;
                int order = left == right ? 0 : ((left > right) == (b > 0) ? 1 : -1);
                if (order == 0) on = 1;
                if (order <= 0) break;
                below = s + 1;
            }
            break;
        }
        places[row] = (uint16_t)((b > 0 ? 1 : 2 * count + 5) + 2 * below + on);
    }
}

#define HQK_RANGE(suffix, type)                                                                              \
    HQK_TARGET static inline void HQK(range_##suffix)(                                                      \
        const type *values, size_t rows, type low, type high, uint64_t *plane) {                           \
        size_t row = 0;                                                                                     \
        for (; row + 64 <= rows; row += 64) {                                                               \
            uint64_t bits = 0;                                                                              \
            for (int i = 0; i < 64; i++)                                                                    \
                bits |= (uint64_t)(values[row + i] >= low && values[row + i] <= high) << i;                 \
            plane[row >> 6] = bits;                                                                         \
        }                                                                                                   \
        if (row < rows) {                                                                                   \
            uint64_t bits = 0;                                                                              \
            for (size_t i = 0; row + i < rows; i++)                                                         \
                bits |= (uint64_t)(values[row + i] >= low && values[row + i] <= high) << i;                 \
            plane[row >> 6] = bits;                                                                         \
        }                                                                                                   \
    }
HQK_RANGE(i64_, int64_t)
HQK_RANGE(8_, uint8_t)
HQK_RANGE(16_, uint16_t)
#undef HQK_RANGE

HQK_TARGET static inline void HQK(or_sets_)(
    const uint64_t *sets, size_t width, const uint32_t *numbers, size_t count, uint64_t *out) {
    size_t word = 0;
    for (; word + HQK_CHUNK <= width; word += HQK_CHUNK) {
        uint64_t sum[HQK_CHUNK];
        for (int i = 0; i < HQK_CHUNK; i++) sum[i] = 0;
        for (size_t n = 0; n < count; n++) {
            const uint64_t *set = sets + (size_t)numbers[n] * width + word;
            for (int i = 0; i < HQK_CHUNK; i++) sum[i] |= set[i];
        }
        for (int i = 0; i < HQK_CHUNK; i++) out[word + i] = sum[i];
    }
    for (; word < width; word++) {
        uint64_t sum = 0;
        for (size_t n = 0; n < count; n++) sum |= sets[(size_t)numbers[n] * width + word];
        out[word] = sum;
    }
}

// All texts are searched as one; a hit that runs over the end of a text is none. Two bytes of the needle are
// compared for 32 positions at once before the rest of it is.
HQK_TARGET static inline void HQK(contains_)(
    const uint8_t *bytes, const uint32_t *ends, size_t rows, const uint8_t *needle, size_t length,
    uint64_t *plane) {
    if (rows == 0) return;
    size_t total = ends[rows - 1], row = 0, first = length > 2 ? 2 : length - 1, last = length - 1;
    const uint8_t a = needle[first], b = needle[last];
    for (size_t at = 0; at + length <= total;) {
        if (at + 32 + length <= total) {
            uint8_t any = 0;
            for (int i = 0; i < 32; i++)
                any |= (uint8_t)(bytes[at + first + i] == a) & (uint8_t)(bytes[at + last + i] == b);
            if (!any) {
                at += 32;
                continue;
            }
        }
        size_t end = at + 32;
        for (; at < end && at + length <= total; at++) {
            if (bytes[at + first] != a || bytes[at + last] != b) continue;
            size_t k = 0;
            while (k < length && bytes[at + k] == needle[k]) k++;
            if (k < length) continue;
            while (row < rows && ends[row] <= at) row++;
            if (row < rows && at + length <= ends[row]) plane[row >> 6] |= (uint64_t)1 << (row & 63);
        }
    }
}

#undef HQK_CHUNK
