/* How often a call of hq_snapshot_match asks for memory when it is asked again and again: twice, however many clauses
   there are. The counters stand in for malloc in this program and in the library. */
#define _GNU_SOURCE
#include <huiqi.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALLOCATIONS_A_CALL 2

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static long counted;

void *malloc(size_t size) {
    counted++;
    return __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
    counted++;
    return __libc_calloc(count, size);
}
void *realloc(void *old, size_t size) {
    counted++;
    return __libc_realloc(old, size);
}
void *memalign(size_t alignment, size_t size) {
    counted++;
    return __libc_memalign(alignment, size);
}
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
int posix_memalign(void **out, size_t alignment, size_t size) {
    *out = memalign(alignment, size);
    return *out == NULL ? ENOMEM : 0;
}

static const char *conditions[] = {
    "region.under('3303')", "revenue[year-1] >= money('%d万元')", "rd_expense[year-1] >= 0.0%d * revenue[year-1]",
    "'高新技术企业' in tags || insured >= %d", "!dishonest", "size in ['小型', '微型'] || scope.mentions('研发%d')",
    "certificates.exists(c, c.name == '证书%d' && c.to >= as_of)", "at_least(2, [abnormal, insured > %d, dishonest])",
};
static const char *profiles[] = {
    "{\"id\":\"profile-with-a-key-of-its-own\",\"region\":\"330302\",\"revenue\":{\"2022\":10000000,\"2023\":20000000.50},"
    "\"rd_expense\":{\"2023\":900000},\"tags\":[\"高新技术企业\",\"专精特新中小企业\"],\"insured\":30,\"dishonest\":false,"
    "\"size\":\"小型\",\"scope\":\"软件开发；数据服务；研发3\",\"certificates\":[{\"name\":\"证书3\",\"to\":\"2025-01-01\"}]}",
    "{\"uscc\":\"91330326MA1000009E\",\"region\":\"330304\",\"industry\":\"C3829\",\"abnormal\":true,\"insured\":3}",
    "{}",
};

static int measure(int clauses) {
    size_t room = (size_t)clauses * 1024, used = 0;
    char *text = malloc(room);
    int i, j, round, bad = 0;
    long most = 0;
    hq_engine *engine;
    hq_snapshot *snapshot;
    hq_error error;
    for (i = 0; i < clauses; i++) {
        used += (size_t)snprintf(text + used, room - used, "{\"id\":\"C%d\",\"title\":\"条款研发%d\",\"conditions\":[", i, i % 7);
        for (j = 0; j < 3; j++) {
            char expression[256];
            snprintf(expression, sizeof expression, conditions[(i + j * 3) % 8], i % 9 + 1);
            used += (size_t)snprintf(text + used, room - used, "%s{\"expr\":\"%s\"}", j == 0 ? "" : ",", expression);
        }
        used += (size_t)snprintf(text + used, room - used, "],\"benefit\":{\"amount\":\"math.least(0.%d * rd_expense[year-1], 100000.0)\"}}\n", i % 9 + 1);
    }
    if (hq_engine_open(NULL, &engine, &error) != HQ_OK
        || hq_engine_put_clauses(engine, text, used, HQ_STRICT, NULL, &error) != HQ_OK
        || hq_engine_snapshot(engine, 2024, 6, 30, &snapshot, &error) != HQ_OK) {
        printf("%s %s\n", error.condition, error.message_en);
        return 1;
    }
    for (round = 0; round < 40; round++) {
        for (i = 0; i < 3; i++) {
            hq_subject subject = HQ_SUBJECT_OF_JSON(profiles[i], strlen(profiles[i]));
            hq_query query = HQ_QUERY_DEFAULT;
            hq_matches *matches;
            hq_match match;
            long before = counted;
            if (hq_snapshot_match(snapshot, &subject, &query, &matches, &error) != HQ_OK) {
                printf("%s\n", error.message_en);
                return 1;
            }
            for (j = 0; j < hq_matches_count(matches); j++) hq_matches_at(matches, j, &match);
            hq_matches_free(matches);
            /* The first rounds make room. */
            if (round >= 20 && counted - before > most) most = counted - before;
        }
    }
    hq_snapshot_free(snapshot);
    hq_engine_close(engine);
    free(text);
    printf("%d clauses: %ld allocations a call\n", clauses, most);
    if (most > ALLOCATIONS_A_CALL) bad = 1;
    return bad;
}

int main(void) {
    int bad = measure(30);
    bad |= measure(900);
    if (counted == 0) return 1;
    return bad;
}
