/* A libhuiqi.so loaded at run time: what the benchmark asks of it, through huiqi.h and nothing else. */
#ifndef HUIQI_BENCH_CLIBRARY_H
#define HUIQI_BENCH_CLIBRARY_H

#include <stddef.h>
#include <stdint.h>

/* A loaded library with an engine and a snapshot; never unloaded. */
typedef struct clibrary clibrary;

/* What reading an answer came to; the digest covers clause id, verdict and rank of every match read. */
typedef struct clibrary_answer {
    int64_t matches;
    int64_t eligible;
    int64_t undetermined;
    int64_t ineligible;
    uint64_t digest;
} clibrary_answer;

/* Loads the library at `path`; NULL with the reason in `why`. */
clibrary *clibrary_open(const char *path, char *why, size_t why_len);

/* hq_version() of the library. */
const char *clibrary_version(const clibrary *library);

/* Opens an engine, puts clauses, takes a snapshot of a day. 0, or 1 with the reason in `why`. */
int clibrary_load(
    clibrary *library, const char *clauses, size_t len, int32_t year, int32_t month, int32_t day, char *why,
    size_t why_len);

/* hq_snapshot_match by JSON, then hq_matches_at for every match, then free. Returns the hq_status. */
int32_t clibrary_match(
    const clibrary *library, const char *profile, size_t len, int64_t top, int32_t explain,
    clibrary_answer *out);

/* Hands what malloc keeps free back to the system, so that resident memory is what is held. */
void clibrary_return_free_memory(void);

#endif
