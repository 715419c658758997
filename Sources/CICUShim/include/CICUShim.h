#ifndef CICU_SHIM_H
#define CICU_SHIM_H

#include <stddef.h>
#include <stdint.h>

/*
 * The part of ICU that HuiqiText uses, without one ICU type or macro: Debian's ICU renames its
 * functions by macros that Swift does not see, and its headers clash with Foundation's own ICU.
 *
 * Every function returns an ICU status: 0 or below is well, above 0 an error (u_errorName).
 * Nothing here prints, throws, reads the environment or keeps state of its own.
 */

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the ICU that is loaded, such as "72.1", into out (at least 20 bytes). */
void cicu_icu_version(char *_Nonnull out);

/* The version of Unicode that this ICU knows, such as "15.0", into out (at least 20 bytes). */
void cicu_unicode_version(char *_Nonnull out);

/* The name of a status, such as "U_MEMORY_ALLOCATION_ERROR"; static text, never NULL. */
const char *_Nonnull cicu_status_name(int32_t status);

/*
 * NFKC_Casefold of length bytes of UTF-8 into out (capacity bytes); *needed is the whole length of
 * the result, also where it exceeds capacity and out is therefore incomplete. Ill-formed UTF-8
 * becomes U+FFFD. text and out must not overlap. Any number of threads at once.
 */
int32_t cicu_nfkc_casefold_utf8(const uint8_t *_Nullable text, size_t length, uint8_t *_Nullable out,
                                size_t capacity, size_t *_Nonnull needed);

/*
 * The same, and which bytes became which: edits (edits_capacity numbers) gets three numbers for each part in order,
 * how many bytes of text, how many of the result they became, and 0 where these are the same bytes; *edits_needed is
 * how many numbers there are, also where they exceed edits_capacity. No array may overlap another. Any number of
 * threads at once.
 */
int32_t cicu_nfkc_casefold_edits(const uint8_t *_Nullable text, size_t length, uint8_t *_Nullable out,
                                 size_t capacity, size_t *_Nonnull needed, int32_t *_Nullable edits,
                                 size_t edits_capacity, size_t *_Nonnull edits_needed);

/*
 * What single characters of the Basic Multilingual Plane become by NFKC_Casefold. forms (65,536 units) gets at c the one
 * unit that c becomes; or 0xD800 + n where it becomes the n-th of expansions, each ended by a zero; or 0 where
 * ICU has no boundary before c in every text, so that its neighbours matter, and for Hangul and surrogates.
 * *needed is how many units of expansions (capacity units, 32,768 suffice) are written; what finds no room is 0.
 * Any number of threads at once.
 */
int32_t cicu_nfkc_casefold_forms(uint16_t *_Nonnull forms, uint16_t *_Nonnull expansions, size_t capacity,
                                 size_t *_Nonnull needed);

/* The offset from UTC, in milliseconds east, of the IANA time zone `zone` (length bytes of ASCII) at an
 * instant of `millis` milliseconds since 1970-01-01T00:00Z; *known is 0 where ICU knows no such zone.
 * Any number of threads at once. */
int32_t cicu_zone_offset(const uint8_t *_Nonnull zone, int32_t length, double millis,
                         int32_t *_Nonnull known, int32_t *_Nonnull offset);

/*
 * What the codes of GB 18030 become. two (23,940 units) gets at 190 * (first - 0x81) + n the unit of the two
 * bytes first and n-th trail (0x40-0x7E, 0x80-0xFE); four (39,420 units) that of the four-byte codes from
 * 81 30 81 30 on in their order, which are all of the Basic Multilingual Plane. 0 is no character. The first
 * call of a process may read ICU's data; it takes some milliseconds. Any number of threads at once.
 */
int32_t cicu_gb18030_forms(uint16_t *_Nonnull two, uint16_t *_Nonnull four);

/* A word break iterator. Opening takes about 1 ms, cloning about 1 us. */
typedef struct cicu_words cicu_words;

/* Opens an iterator for a locale such as "zh"; *out is owned by the caller. */
int32_t cicu_words_open(const char *_Nonnull locale, cicu_words *_Nullable *_Nonnull out);

/* Clones an iterator that nobody is changing; *out is owned by the caller. Any number of threads. */
int32_t cicu_words_clone(const cicu_words *_Nonnull words, cicu_words *_Nullable *_Nonnull out);

/* Walks over units (length UTF-16 units) from now on. The memory stays borrowed until the next
 * cicu_words_set_text or cicu_words_close: the caller keeps it alive and still. */
int32_t cicu_words_set_text(cicu_words *_Nonnull words, const uint16_t *_Nonnull units, int32_t length);

/* The end of the next piece in UTF-16 units, or -1 behind the last one. *kind is ICU's rule status:
 * 0-99 no word (punctuation, space), 100-199 a number, 200 and above letters, kana, ideographs. */
int32_t cicu_words_next(cicu_words *_Nonnull words, int32_t *_Nonnull kind);

/* Closes an iterator; NULL is a harmless no-op. */
void cicu_words_close(cicu_words *_Nullable words);

#ifdef __cplusplus
}
#endif

#endif
