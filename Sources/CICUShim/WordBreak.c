#include "CICUShim.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

_Static_assert(sizeof(UChar) == sizeof(uint16_t), "UTF-16 units");

void cicu_icu_version(char *out) {
    UVersionInfo version;
    u_getVersion(version);
    u_versionToString(version, out);
}

void cicu_unicode_version(char *out) {
    UVersionInfo version;
    u_getUnicodeVersion(version);
    u_versionToString(version, out);
}

const char *cicu_status_name(int32_t status) {
    return u_errorName((UErrorCode)status);
}

int32_t cicu_words_open(const char *locale, cicu_words **out) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_WORD, locale, NULL, 0, &status);
    *out = U_SUCCESS(status) ? (cicu_words *)iterator : NULL;
    return U_SUCCESS(status) ? 0 : (int32_t)status;
}

int32_t cicu_words_clone(const cicu_words *words, cicu_words **out) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_clone((const UBreakIterator *)words, &status);
    *out = U_SUCCESS(status) ? (cicu_words *)iterator : NULL;
    return U_SUCCESS(status) ? 0 : (int32_t)status;
}

int32_t cicu_words_set_text(cicu_words *words, const uint16_t *units, int32_t length) {
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText((UBreakIterator *)words, (const UChar *)units, length, &status);
    return U_SUCCESS(status) ? 0 : (int32_t)status;
}

int32_t cicu_words_next(cicu_words *words, int32_t *kind) {
    int32_t end = ubrk_next((UBreakIterator *)words);
    if (end == UBRK_DONE) {
        *kind = 0;
        return -1;
    }
    *kind = ubrk_getRuleStatus((UBreakIterator *)words);
    return end;
}

void cicu_words_close(cicu_words *words) {
    if (words != NULL) ubrk_close((UBreakIterator *)words);
}
