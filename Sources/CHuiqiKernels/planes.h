// Bodies of the kernels over planes; included once for each instruction set, see kernels.c.
// Loops over fixed chunks of eight words, so that a chunk stays in registers.

#define HQK_CHUNK 8
#define HQK_LOAD(pointer) (*(const hqk_words *)(pointer))
#define HQK_STORE(pointer, value) (*(hqk_words *)(pointer) = (value))

HQK_TARGET static inline uint64_t HQK(popcount_)(const uint64_t *plane, size_t width) {
    uint64_t sum = 0;
    for (size_t word = 0; word < width; word++) sum += (uint64_t)__builtin_popcountll(plane[word]);
    return sum;
}

// The truth that a reference stands for: planes a and b, turned around where `flip` is all ones.
#define HQK_REFER(l)                                                                                         \
    const hqk_literal *literal = literals + (references[l] >> 1);                                            \
    const uint64_t flip = literal->flip ^ turn ^ (0 - (uint64_t)(references[l] & 1));                        \
    const uint64_t *a = literal->yes, *b = literal->open;
// Its yes and possible, of a word or of eight. Without a branch: which way a truth goes cannot be foretold.
#define HQK_YES(a, b) (((a) | ((b) & flip)) ^ flip)
#define HQK_POSSIBLE(a, b) (((a) | ((b) & ~flip)) ^ flip)

// The AND of all truths from `word` on, eight words at once, into y and p.
#define HQK_AND_CHUNK(word)                                                                                  \
    hqk_words y = ~(hqk_words){0}, p = ~(hqk_words){0};                                                      \
    for (size_t l = 0; l < count; l++) {                                                                     \
        HQK_REFER(l)                                                                                         \
        const hqk_words c = HQK_LOAD(a + (word)), d = HQK_LOAD(b + (word));                                  \
        y &= HQK_YES(c, d);                                                                                  \
        p &= HQK_POSSIBLE(c, d);                                                                             \
    }

// The AND over as many chunks at once as the registers hold, so that references are seldom followed twice.
#define HQK_AND_SPAN(word)                                                                                   \
    hqk_words y[HQK_SPAN], p[HQK_SPAN];                                                                      \
    for (int i = 0; i < HQK_SPAN; i++) y[i] = p[i] = ~(hqk_words){0};                                        \
    for (size_t l = 0; l < count; l++) {                                                                     \
        HQK_REFER(l)                                                                                         \
        for (int i = 0; i < HQK_SPAN; i++) {                                                                 \
            const hqk_words c = HQK_LOAD(a + (word) + 8 * i), d = HQK_LOAD(b + (word) + 8 * i);              \
            y[i] &= HQK_YES(c, d);                                                                           \
            p[i] &= HQK_POSSIBLE(c, d);                                                                      \
        }                                                                                                    \
    }

// One word at a time, for what is left past the last chunk; that is never much.
HQK_TARGET __attribute__((noinline)) static void HQK(and_word_)(
    const hqk_literal *literals, const int32_t *references, size_t count, uint64_t turn, size_t word, uint64_t *yes,
    uint64_t *possible) {
    uint64_t y = ~(uint64_t)0, p = ~(uint64_t)0;
    for (size_t l = 0; l < count; l++) {
        HQK_REFER(l)
        y &= HQK_YES(a[word], b[word]);
        p &= HQK_POSSIBLE(a[word], b[word]);
    }
    *yes = y;
    *possible = p;
}

HQK_TARGET static inline hqk_summary HQK(and_)(
    const hqk_literal *literals, const int32_t *references, size_t count, uint64_t turn, size_t width, uint64_t *yes,
    uint64_t *possible) {
    hqk_summary summary = {0, ~(uint64_t)0};
    size_t word = 0;
    for (; word + HQK_SPAN * HQK_CHUNK <= width; word += HQK_SPAN * HQK_CHUNK) {
        HQK_AND_SPAN(word)
        for (int i = 0; i < HQK_SPAN; i++) {
            HQK_STORE(yes + word + 8 * i, y[i]);
            HQK_STORE(possible + word + 8 * i, p[i]);
        }
        for (int i = 1; i < HQK_SPAN; i++) {
            y[0] &= y[i];
            p[0] |= p[i];
        }
        summary.any_possible |= HQK(any_)(&p[0]);
        if (!HQK(all_)(&y[0])) summary.all_yes = 0;
    }
    for (; word + HQK_CHUNK <= width; word += HQK_CHUNK) {
        HQK_AND_CHUNK(word)
        HQK_STORE(yes + word, y);
        HQK_STORE(possible + word, p);
        summary.any_possible |= HQK(any_)(&p);
        if (!HQK(all_)(&y)) summary.all_yes = 0;
    }
    for (; word < width; word++) {
        HQK(and_word_)(literals, references, count, turn, word, yes + word, possible + word);
        summary.any_possible |= possible[word];
        summary.all_yes &= yes[word];
    }
    return summary;
}

#define HQK_KEEP(pointer, value)                                                                             \
    if (streams) {                                                                                           \
        HQK_STREAM(value, (hqk_aligned_words *)(pointer));                                                   \
    } else {                                                                                                 \
        HQK_STORE(pointer, value);                                                                           \
    }

HQK_TARGET static inline hqk_counts HQK(and_counted_)(
    const hqk_literal *literals, const int32_t *references, size_t count, size_t width, uint64_t *yes,
    uint64_t *possible, int streams) {
    const uint64_t turn = 0;
    hqk_counts counts = {0, 0};
    size_t word = 0;
    for (; word + HQK_SPAN * HQK_CHUNK <= width; word += HQK_SPAN * HQK_CHUNK) {
        HQK_AND_SPAN(word)
        for (int i = 0; i < HQK_SPAN; i++) counts.possible += HQK(count_)(&p[i]);
        // A narrow block without a possible row is done with.
        if (counts.possible == 0 && width == HQK_SPAN * HQK_CHUNK) return counts;
        for (int i = 0; i < HQK_SPAN; i++) counts.yes += HQK(count_)(&y[i]);
        if (!yes) continue;
        for (int i = 0; i < HQK_SPAN; i++) {
            HQK_KEEP(yes + word + 8 * i, y[i])
            HQK_KEEP(possible + word + 8 * i, p[i])
        }
    }
    for (; word + HQK_CHUNK <= width; word += HQK_CHUNK) {
        HQK_AND_CHUNK(word)
        counts.yes += HQK(count_)(&y);
        counts.possible += HQK(count_)(&p);
        if (!yes) continue;
        HQK_KEEP(yes + word, y)
        HQK_KEEP(possible + word, p)
    }
    for (; word < width; word++) {
        uint64_t y, p;
        HQK(and_word_)(literals, references, count, turn, word, &y, &p);
        if (yes) {
            yes[word] = y;
            possible[word] = p;
        }
        counts.yes += (uint64_t)__builtin_popcountll(y);
        counts.possible += (uint64_t)__builtin_popcountll(p);
    }
    return counts;
}

// What is possible and not yes where the fact is lacking.
HQK_TARGET static inline uint64_t HQK(open_)(
    const uint64_t *yes, const uint64_t *possible, const uint64_t *lacking, size_t width, uint64_t *open) {
    uint64_t some = 0;
    for (size_t word = 0; word < width; word++) {
        open[word] = possible[word] & ~yes[word] & (lacking ? lacking[word] : ~(uint64_t)0);
        some |= open[word];
    }
    return some;
}

HQK_TARGET static inline uint64_t HQK(remove_)(
    uint64_t *target, const uint64_t *open, const uint64_t *yes, const uint64_t *kept, size_t width) {
    uint64_t gone = 0;
    for (size_t word = 0; word < width; word++) {
        uint64_t refused = open[word] & ~yes[word] & ~kept[word];
        target[word] &= ~refused;
        gone |= refused;
    }
    return gone;
}

// Counts are kept digit by digit: word d of a lane holds bit d of the count of each of 64 rows.
#define HQK_DIGITS 20
#define HQK_ADD(digits, words)                                                                               \
    for (int d = 0; d < top; d++) {                                                                          \
        const hqk_words sum = digits[d] ^ words;                                                             \
        words &= digits[d];                                                                                  \
        digits[d] = sum;                                                                                     \
    }
#define HQK_REACHES(digits, result)                                                                          \
    hqk_words result, above = (hqk_words){0}, equal = ~above;                                                \
    for (int d = top - 1; d >= 0; d--) {                                                                     \
        const hqk_words wanted = above ^ above ^ (0 - (need >> d & 1));                                      \
        above |= equal & digits[d] & ~wanted;                                                                \
        equal &= ~(digits[d] ^ wanted);                                                                      \
    }                                                                                                        \
    result = above | equal;

// `most` is a constant where few are counted, so that the digits stay in registers.
HQK_TARGET __attribute__((always_inline)) static inline hqk_summary HQK(at_least_by_)(
    const hqk_literal *literals, const int32_t *references, size_t count, uint64_t need, size_t width, uint64_t *yes,
    uint64_t *possible, int top) {
    const uint64_t turn = 0;
    hqk_summary summary = {0, ~(uint64_t)0};
    for (size_t word = 0; word + HQK_CHUNK <= width; word += HQK_CHUNK) {
        hqk_words held[HQK_DIGITS], may[HQK_DIGITS];
        for (int d = 0; d < top; d++) held[d] = may[d] = (hqk_words){0};
        for (size_t l = 0; l < count; l++) {
            HQK_REFER(l)
            const hqk_words c = HQK_LOAD(a + word), d = HQK_LOAD(b + word);
            hqk_words y = HQK_YES(c, d), p = HQK_POSSIBLE(c, d);
            HQK_ADD(held, y)
            HQK_ADD(may, p)
        }
        {
            HQK_REACHES(held, y)
            HQK_STORE(yes + word, y);
            if (!HQK(all_)(&y)) summary.all_yes = 0;
        }
        {
            HQK_REACHES(may, p)
            HQK_STORE(possible + word, p);
            summary.any_possible |= HQK(any_)(&p);
        }
    }
    return summary;
}

HQK_TARGET static inline hqk_summary HQK(at_least_)(
    const hqk_literal *literals, const int32_t *references, size_t count, uint64_t need, size_t width, uint64_t *yes,
    uint64_t *possible) {
    const int digits = 64 - __builtin_clzll((unsigned long long)count);
    if (digits <= 3) return HQK(at_least_by_)(literals, references, count, need, width, yes, possible, 3);
    return HQK(at_least_by_)(literals, references, count, need, width, yes, possible, digits);
}

HQK_TARGET static inline hqk_summary HQK(choose_)(
    const hqk_literal *literals, const int32_t *references, size_t width, uint64_t *yes, uint64_t *possible) {
    const uint64_t turn = 0;
    hqk_summary summary = {0, ~(uint64_t)0};
    for (size_t word = 0; word + HQK_CHUNK <= width; word += HQK_CHUNK) {
        hqk_words y[3], n[3];
        for (int l = 0; l < 3; l++) {
            HQK_REFER(l)
            const hqk_words c = HQK_LOAD(a + word), d = HQK_LOAD(b + word);
            y[l] = HQK_YES(c, d);
            n[l] = ~HQK_POSSIBLE(c, d);
        }
        const hqk_words held = (y[0] & y[1]) | (n[0] & y[2]), may = ~((y[0] & n[1]) | (n[0] & n[2]));
        HQK_STORE(yes + word, held);
        HQK_STORE(possible + word, may);
        summary.any_possible |= HQK(any_)(&may);
        if (!HQK(all_)(&held)) summary.all_yes = 0;
    }
    return summary;
}

HQK_TARGET static inline void HQK(or_into_)(uint64_t *target, const uint64_t *source, size_t width) {
    for (size_t word = 0; word < width; word++) target[word] |= source[word];
}

// Row by row, since that is how memory comes fastest, and eight rows at once, so that the union is seldom touched.
#define HQK_ROWS 8
HQK_TARGET static inline void HQK(or_rows_)(
    const uint64_t *const *rows, size_t count, size_t width, uint64_t *out) {
    for (size_t word = 0; word + HQK_CHUNK <= width; word += HQK_CHUNK) HQK_STORE(out + word, (hqk_words){0});
    size_t n = 0;
    for (; n + HQK_ROWS <= count; n += HQK_ROWS) {
        for (size_t word = 0; word + HQK_CHUNK <= width; word += HQK_CHUNK) {
            hqk_words sum = HQK_LOAD(out + word);
            for (int i = 0; i < HQK_ROWS; i++) sum |= HQK_LOAD(rows[n + i] + word);
            HQK_STORE(out + word, sum);
        }
    }
    for (; n < count; n++) {
        for (size_t word = 0; word + HQK_CHUNK <= width; word += HQK_CHUNK)
            HQK_STORE(out + word, HQK_LOAD(out + word) | HQK_LOAD(rows[n] + word));
    }
}
#undef HQK_ROWS

#undef HQK_LOAD
#undef HQK_STORE
#undef HQK_AND_CHUNK
#undef HQK_REFER
#undef HQK_YES
#undef HQK_POSSIBLE
#undef HQK_KEEP
#undef HQK_ADD
#undef HQK_REACHES
#undef HQK_DIGITS
#undef HQK_AND_SPAN
#undef HQK_CHUNK
