// C++ because ICU's C interface normalises UTF-16 only.
#include "CICUShim.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

namespace {

// One character grows at most elevenfold in UTF-8, so a piece of this size cannot overflow
// ICU's 32-bit lengths.
constexpr size_t kLongestPiece = size_t{64} << 20;

// A cut in front of ASCII never separates characters that normalise together. Without any ASCII
// in 64 MiB the cut falls in front of some character.
size_t pieceLength(const uint8_t *text, size_t length) {
    if (length <= kLongestPiece) return length;
    for (size_t cut = kLongestPiece; cut > 0; --cut)
        if (text[cut] < 0x80) return cut;
    for (size_t cut = kLongestPiece; cut > kLongestPiece - 4; --cut)
        if ((text[cut] & 0xC0) != 0x80) return cut;
    return kLongestPiece;
}

// Normalises piece by piece. `told` gets each piece's changes where they are wanted.
template <typename Told>
int32_t normalize(const uint8_t *text, size_t length, uint8_t *out, size_t capacity, size_t *needed,
                  bool with_edits, Told told) {
    *needed = 0;
    try {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Normalizer2 *form = icu::Normalizer2::getNFKCCasefoldInstance(status);
        if (U_FAILURE(status)) return status;
        size_t written = 0;
        while (length > 0) {
            const size_t piece = pieceLength(text, length);
            const size_t room = written < capacity ? capacity - written : 0;
            icu::CheckedArrayByteSink sink(room > 0 ? reinterpret_cast<char *>(out) + written : nullptr,
                                           static_cast<int32_t>(room > INT32_MAX ? INT32_MAX : room));
            icu::Edits made;
            form->normalizeUTF8(
                0, icu::StringPiece(reinterpret_cast<const char *>(text), static_cast<int32_t>(piece)), sink,
                with_edits ? &made : nullptr, status);
            if (U_FAILURE(status)) return status;
            if (with_edits) told(made, status);
            if (U_FAILURE(status)) return status;
            written += static_cast<size_t>(sink.NumberOfBytesAppended());
            text += piece;
            length -= piece;
        }
        *needed = written;
        return 0;
    } catch (...) {
        return U_MEMORY_ALLOCATION_ERROR;
    }
}

}  // namespace

extern "C" int32_t cicu_nfkc_casefold_forms(uint16_t *forms, uint16_t *expansions, size_t capacity,
                                            size_t *needed) {
    *needed = 0;
    try {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Normalizer2 *form = icu::Normalizer2::getNFKCCasefoldInstance(status);
        if (U_FAILURE(status)) return status;
        size_t written = 0;
        uint16_t count = 0;
        for (UChar32 c = 0; c < 0x10000; ++c) {
            forms[c] = 0;
            if (c >= 0xAC00 && c < 0xE000) continue;
            if (form->isInert(c)) {
                forms[c] = static_cast<uint16_t>(c);
                continue;
            }
            if (!form->hasBoundaryBefore(c)) continue;
            icu::UnicodeString normal = form->normalize(icu::UnicodeString(c), status);
            if (U_FAILURE(status)) return status;
            const int32_t length = normal.length();
            if (length == 1 && (normal.charAt(0) < 0xD800 || normal.charAt(0) > 0xDFFF)) {
                forms[c] = normal.charAt(0);
                continue;
            }
            if (count == 0x800 || written + static_cast<size_t>(length) + 1 > capacity) continue;
            if (normal.indexOf(static_cast<char16_t>(0)) >= 0) continue;
            for (int32_t i = 0; i < length; ++i) expansions[written++] = normal.charAt(i);
            expansions[written++] = 0;
            forms[c] = static_cast<uint16_t>(0xD800 + count++);
        }
        *needed = written;
        return 0;
    } catch (...) {
        return U_MEMORY_ALLOCATION_ERROR;
    }
}

extern "C" int32_t cicu_nfkc_casefold_utf8(const uint8_t *text, size_t length, uint8_t *out,
                                           size_t capacity, size_t *needed) {
    return normalize(text, length, out, capacity, needed, false, [](icu::Edits &, UErrorCode &) {});
}

extern "C" int32_t cicu_nfkc_casefold_edits(const uint8_t *text, size_t length, uint8_t *out, size_t capacity,
                                            size_t *needed, int32_t *edits, size_t edits_capacity,
                                            size_t *edits_needed) {
    size_t count = 0;
    const int32_t result = normalize(
        text, length, out, capacity, needed, true, [&](icu::Edits &made, UErrorCode &status) {
            icu::Edits::Iterator each = made.getFineIterator();
            while (each.next(status)) {
                if (count + 3 <= edits_capacity) {
                    edits[count] = each.oldLength();
                    edits[count + 1] = each.newLength();
                    edits[count + 2] = each.hasChange() ? 1 : 0;
                }
                count += 3;
            }
        });
    *edits_needed = result > 0 ? 0 : count;
    return result;
}
