#include "CLibrary.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../../Include/huiqi.h"

struct clibrary {
    __typeof__(&hq_version) version;
    __typeof__(&hq_engine_open) engine_open;
    __typeof__(&hq_engine_close) engine_close;
    __typeof__(&hq_engine_put_clauses) put_clauses;
    __typeof__(&hq_engine_snapshot) take_snapshot;
    __typeof__(&hq_snapshot_free) snapshot_free;
    __typeof__(&hq_snapshot_match) match;
    __typeof__(&hq_matches_count) matches_count;
    __typeof__(&hq_matches_at) matches_at;
    __typeof__(&hq_matches_totals) matches_totals;
    __typeof__(&hq_matches_json) matches_json;
    __typeof__(&hq_matches_free) matches_free;
    hq_engine *engine;
    hq_snapshot *snapshot;
};

static int find(void *handle, const char *name, void *place, char *why, size_t why_len) {
    void *symbol = dlsym(handle, name);
    if (symbol == NULL) {
        snprintf(why, why_len, "no symbol %s", name);
        return 0;
    }
    *(void **)place = symbol;
    return 1;
}

clibrary *clibrary_open(const char *path, char *why, size_t why_len) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        snprintf(why, why_len, "%s", dlerror());
        return NULL;
    }
    clibrary *library = calloc(1, sizeof *library);
    if (library == NULL) return NULL;
#define FIND(member, name) find(handle, #name, &library->member, why, why_len)
    int complete = FIND(version, hq_version) && FIND(engine_open, hq_engine_open)
        && FIND(engine_close, hq_engine_close) && FIND(put_clauses, hq_engine_put_clauses)
        && FIND(take_snapshot, hq_engine_snapshot) && FIND(snapshot_free, hq_snapshot_free)
        && FIND(match, hq_snapshot_match) && FIND(matches_count, hq_matches_count)
        && FIND(matches_at, hq_matches_at) && FIND(matches_totals, hq_matches_totals)
        && FIND(matches_json, hq_matches_json) && FIND(matches_free, hq_matches_free);
#undef FIND
    if (complete) return library;
    free(library);
    return NULL;
}

const char *clibrary_version(const clibrary *library) { return library->version(); }

int clibrary_load(
    clibrary *library, const char *clauses, size_t len, int32_t year, int32_t month, int32_t day, char *why,
    size_t why_len) {
    hq_error error;
    library->snapshot_free(library->snapshot);
    library->engine_close(library->engine);
    library->snapshot = NULL;
    library->engine = NULL;
    if (library->engine_open(NULL, &library->engine, &error) == HQ_OK
        && library->put_clauses(library->engine, clauses, len, HQ_STRICT, NULL, &error) == HQ_OK
        && library->take_snapshot(library->engine, year, month, day, &library->snapshot, &error) == HQ_OK) {
        return 0;
    }
    snprintf(why, why_len, "status %d: %s", (int)error.code, error.message_en);
    return 1;
}

static uint64_t digest(uint64_t hash, const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) hash = (hash ^ (uint8_t)bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

int32_t clibrary_match(
    const clibrary *library, const char *profile, size_t len, int64_t top, int32_t explain,
    clibrary_answer *out) {
    hq_subject subject = HQ_SUBJECT_OF_JSON(profile, len);
    hq_query query = HQ_QUERY_DEFAULT;
    query.top = top;
    query.explain = explain;
    hq_matches *matches;
    hq_status status = library->match(library->snapshot, &subject, &query, &matches, NULL);
    if (status != HQ_OK) return status;
    out->matches = library->matches_count(matches);
    out->digest = UINT64_C(14695981039346656037);
    for (int64_t i = 0; i < out->matches && status == HQ_OK; i++) {
        hq_match match;
        status = library->matches_at(matches, i, &match);
        if (status != HQ_OK) break;
        char tail[2] = { (char)(match.verdict + 1), (char)(match.rank & 0x7F) };
        out->digest = digest(digest(out->digest, match.clause_id.data, match.clause_id.len), tail, 2);
    }
    if (status == HQ_OK) {
        status = library->matches_totals(matches, &out->eligible, &out->undetermined, &out->ineligible);
    }
    if (status == HQ_OK && explain) {
        const char *json;
        size_t json_len;
        status = library->matches_json(matches, &json, &json_len);
    }
    library->matches_free(matches);
    return status;
}

void clibrary_return_free_memory(void) { malloc_trim(0); }
