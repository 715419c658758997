/* Eight threads ask one snapshot and one result at once while another writes; all read the same bytes. */
#define _POSIX_C_SOURCE 200112L
#include <huiqi.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 40 };

static hq_engine *engine;
static hq_snapshot *snapshot;
static hq_matches *shared;
static const char *wanted;
static size_t wanted_len;
static int bad[THREADS + 1];

static const char clauses[] =
    "{\"id\":\"A\",\"title\":\"研发投入奖励\",\"conditions\":[{\"expr\":\"region.under('3303')\"},"
    "{\"expr\":\"rd_expense[year-1] >= 0.03 * revenue[year-1]\"}]}\n"
    "{\"id\":\"B\",\"title\":\"食品企业\",\"conditions\":[{\"expr\":\"scope.mentions('食品销售')\"}]}\n"
    "{\"id\":\"C\",\"title\":\"网站\",\"conditions\":[{\"expr\":\"name.matches('.*科技.*')\"}]}\n";
static const char profile[] =
    "{\"id\":\"p\",\"name\":\"温州科技\",\"region\":\"330302\",\"revenue\":{\"2023\":100},"
    "\"scope\":\"食品销售；研发\",\"tags\":[\"研发\"]}";

static void *ask(void *number) {
    int me = *(int *)number, round;
    hq_query query = HQ_QUERY_DEFAULT;
    hq_subject who = HQ_SUBJECT_OF_JSON(profile, sizeof profile - 1);
    query.explain = 1;
    for (round = 0; round < ROUNDS; round++) {
        hq_matches *matches = NULL;
        hq_counts *counts = NULL;
        hq_text *text = NULL;
        const char *json = NULL;
        size_t len = 0;
        if (hq_snapshot_match(snapshot, &who, &query, &matches, NULL) != HQ_OK) bad[me]++;
        if (hq_matches_json(matches, &json, &len) != HQ_OK || len != wanted_len || memcmp(json, wanted, len)) bad[me]++;
        hq_matches_free(matches);
        if (hq_matches_json(shared, &json, &len) != HQ_OK || len != wanted_len || memcmp(json, wanted, len)) bad[me]++;
        if (hq_snapshot_count(snapshot, 2, NULL, NULL, &counts, NULL) != HQ_OK || hq_counts_size(counts) != 3) bad[me]++;
        hq_counts_free(counts);
        if (hq_snapshot_evaluate(snapshot, "1 +", 3, NULL, NULL, &text, NULL) != HQ_E_EXPRESSION) bad[me]++;
    }
    return NULL;
}

static void *write_on(void *unused) {
    int round;
    for (round = 0; round < ROUNDS; round++) {
        hq_snapshot *other = NULL;
        if (hq_engine_put_profiles(engine, profile, sizeof profile - 1, 0, 1, NULL, NULL)) bad[THREADS]++;
        if (hq_engine_put_clauses(engine, clauses, sizeof clauses - 1, 0, NULL, NULL)) bad[THREADS]++;
        if (hq_engine_snapshot(engine, 2024, 1 + round % 12, 1, &other, NULL)) bad[THREADS]++;
        hq_snapshot_free(other);
    }
    return unused;
}

int main(void) {
    pthread_t threads[THREADS + 1];
    int numbers[THREADS], i, sum = 0;
    hq_matches *first = NULL;
    hq_query query = HQ_QUERY_DEFAULT;
    hq_subject who = HQ_SUBJECT_OF_JSON(profile, sizeof profile - 1);
    query.explain = 1;
    if (hq_engine_open(NULL, &engine, NULL)) return 1;
    if (hq_engine_put_clauses(engine, clauses, sizeof clauses - 1, HQ_STRICT, NULL, NULL)) return 1;
    if (hq_engine_put_profiles(engine, profile, sizeof profile - 1, HQ_STRICT, 1, NULL, NULL)) return 1;
    if (hq_engine_snapshot(engine, 2024, 6, 30, &snapshot, NULL)) return 1;
    if (hq_snapshot_match(snapshot, &who, &query, &first, NULL)) return 1;
    if (hq_matches_json(first, &wanted, &wanted_len)) return 1;
    if (hq_snapshot_match(snapshot, &who, &query, &shared, NULL)) return 1;
    for (i = 0; i < THREADS; i++) {
        numbers[i] = i;
        if (pthread_create(&threads[i], NULL, ask, &numbers[i])) return 1;
    }
    if (pthread_create(&threads[THREADS], NULL, write_on, NULL)) return 1;
    for (i = 0; i <= THREADS; i++) pthread_join(threads[i], NULL);
    for (i = 0; i <= THREADS; i++) sum += bad[i];
    hq_matches_free(shared);
    hq_matches_free(first);
    hq_snapshot_free(snapshot);
    hq_engine_close(engine);
    if (sum) printf("%d wrong answers\n", sum);
    return sum != 0;
}
