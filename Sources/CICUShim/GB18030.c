#include "CICUShim.h"

#include <unicode/ucnv.h>

/* The one unit that a code becomes; 0 where it becomes none or several. */
static uint16_t form(UConverter *converter, const char *code, int32_t length) {
    UErrorCode status = U_ZERO_ERROR;
    UChar units[8];
    ucnv_resetToUnicode(converter);
    int32_t count = ucnv_toUChars(converter, units, 8, code, length, &status);
    if (U_FAILURE(status) || count != 1 || units[0] == 0xFFFD) return 0;
    return (uint16_t)units[0];
}

int32_t cicu_gb18030_forms(uint16_t *two, uint16_t *four) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open("gb18030", &status);
    if (U_FAILURE(status)) return (int32_t)status;
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    if (U_FAILURE(status)) {
        ucnv_close(converter);
        return (int32_t)status;
    }
    for (int32_t index = 0; index < 126 * 190; ++index) {
        int32_t trail = index % 190;
        char code[2] = {(char)(0x81 + index / 190), (char)(0x40 + trail + (trail >= 0x3F))};
        two[index] = form(converter, code, 2);
    }
    for (int32_t index = 0; index < 39420; ++index) {
        char code[4] = {(char)(0x81 + index / 12600), (char)(0x30 + index / 1260 % 10),
                        (char)(0x81 + index / 10 % 126), (char)(0x30 + index % 10)};
        four[index] = form(converter, code, 4);
    }
    ucnv_close(converter);
    return 0;
}
