#ifndef CRE2_SHIM_H
#define CRE2_SHIM_H

#include <stddef.h>
#include <stdint.h>

/*
 * RE2 behind a C interface. No exception crosses it, nothing is printed, and matching takes time
 * linear in the text whatever the pattern.
 */

#ifdef __cplusplus
extern "C" {
#endif

/* A compiled pattern: immutable, may be used by any number of threads at once. */
typedef struct cre2_regex cre2_regex;

/* Error codes: RE2's own from 1 to 15, and what this shim adds. */
enum {
    CRE2_OK = 0,
    CRE2_BAD_UTF8 = 13,
    CRE2_PATTERN_TOO_LARGE = 15,
    CRE2_OUT_OF_MEMORY = 100,
};

/*
 * Compiles length bytes of UTF-8; the program and its automata take at most max_mem bytes.
 * Returns CRE2_OK and a regex in *out that the caller owns, or an error code, NULL in *out and
 * RE2's message, cut to message_capacity - 1 bytes and terminated, in message.
 */
int32_t cre2_compile(const uint8_t *_Nullable pattern, size_t length, int64_t max_mem,
                     cre2_regex *_Nullable *_Nonnull out, char *_Nonnull message, size_t message_capacity);

/* 1 where the pattern matches anywhere in length bytes of UTF-8, 0 where it does not, -1 where
 * memory ran out. */
int32_t cre2_matches(const cre2_regex *_Nonnull regex, const uint8_t *_Nullable text, size_t length);

/* Frees a regex; NULL is a harmless no-op. */
void cre2_free(cre2_regex *_Nullable regex);

#ifdef __cplusplus
}
#endif

#endif
