#include "CICUShim.h"

#include <unicode/ucal.h>

/* Longer than every name in the IANA database. */
enum { kLongestName = 64 };

int32_t cicu_zone_offset(const uint8_t *zone, int32_t length, double millis, int32_t *known,
                         int32_t *offset) {
    *known = 0;
    *offset = 0;
    if (length <= 0 || length > kLongestName) return 0;
    UChar name[kLongestName];
    for (int32_t i = 0; i < length; ++i) {
        if (zone[i] >= 0x80) return 0;
        name[i] = zone[i];
    }
    UChar canonical[2 * kLongestName];
    UBool isSystem = 0;
    UErrorCode status = U_ZERO_ERROR;
    ucal_getCanonicalTimeZoneID(name, length, canonical, 2 * kLongestName, &isSystem, &status);
    if (status == U_ILLEGAL_ARGUMENT_ERROR) return 0;
    if (U_FAILURE(status)) return (int32_t)status;
    if (!isSystem) return 0;

    UCalendar *calendar = ucal_open(name, length, "en", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status)) return (int32_t)status;
    ucal_setMillis(calendar, millis, &status);
    int32_t standard = ucal_get(calendar, UCAL_ZONE_OFFSET, &status);
    int32_t daylight = ucal_get(calendar, UCAL_DST_OFFSET, &status);
    ucal_close(calendar);
    if (U_FAILURE(status)) return (int32_t)status;
    *known = 1;
    *offset = standard + daylight;
    return 0;
}
