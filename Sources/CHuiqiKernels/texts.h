// Bodies of the kernels over texts; included once for each instruction set, see kernels.c.

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

#ifndef HQK_HASH
#define HQK_HASH
// Eight bytes at a time; the last ones together with the length.
static inline uint64_t plain_hash_(const uint8_t *bytes, size_t length) {
    uint64_t hash = 0x9E3779B97F4A7C15u ^ length;
    size_t at = 0;
    for (; at + 8 <= length; at += 8) {
        uint64_t word;
        __builtin_memcpy(&word, bytes + at, 8);
        hash = (hash ^ word) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    if (at < length) {
        uint64_t word = 0;
        // Those before the rest stand again in front of it, where there are any.
        if (length >= 8) {
            __builtin_memcpy(&word, bytes + length - 8, 8);
        } else {
            for (size_t i = 0; i < length; i++) word |= (uint64_t)bytes[i] << (8 * i);
        }
        hash = (hash ^ word) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    return hash * 0xD6E8FEB86659FD93u;
}
#endif

// Length of a separator that begins at `at`; 0 where none does.
static inline size_t HQK(separator_)(const uint8_t *bytes, size_t at, size_t end) {
    uint8_t byte = bytes[at];
    if (byte < 0x80) return 1;
    if (at + 2 >= end) return 0;
    uint8_t second = bytes[at + 1], third = bytes[at + 2];
    if (byte == 0xEF)
        return second == 0xBC && (third == 0x8C || third == 0x9B || third == 0x88 || third == 0x89) ? 3 : 0;
    return second == 0x80 && (third == 0x81 || third == 0x82) ? 3 : 0;
}

HQK_TARGET static inline size_t HQK(runs_)(
    const uint8_t *bytes, size_t first, size_t end, size_t total, hqk_run *runs, size_t room) {
    size_t count = 0, start = first, past = first;
    for (size_t at = first; at < end; at += 64) {
        uint64_t marks;
        if (at + 64 <= total) {
            marks = HQK(marks_)(bytes + at);
        } else {
            uint8_t last[64] = {0};
            for (size_t i = 0; at + i < end; i++) last[i] = bytes[at + i];
            marks = HQK(marks_)(last);
        }
        if (end - at < 64) marks &= ((uint64_t)1 << (end - at)) - 1;
        while (marks) {
            size_t mark = at + (size_t)__builtin_ctzll(marks);
            marks &= marks - 1;
            if (mark < past) continue;
            size_t length = HQK(separator_)(bytes, mark, end);
            if (length == 0) continue;
            if (mark > start) {
                if (count < room) {
                    runs[count].start = (uint32_t)start;
                    runs[count].end = (uint32_t)mark;
                    runs[count].hash = plain_hash_(bytes + start, mark - start);
                }
                count++;
            }
            start = past = mark + length;
        }
    }
    if (end > start) {
        if (count < room) {
            runs[count].start = (uint32_t)start;
            runs[count].end = (uint32_t)end;
            runs[count].hash = plain_hash_(bytes + start, end - start);
        }
        count++;
    }
    return count;
}
