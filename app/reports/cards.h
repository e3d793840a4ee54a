#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/domain/roster.h"
#include "app/i18n/texts.h"
#include "platform/base/bytes.h"
#include "platform/base/result.h"

namespace reports {

// What a card shows.
struct Card {
    domain::FullName name;
    std::string class_line;   // "5В"; «Учитель»
    domain::Pictures pictures{};
    std::string digits;       // in the QR code: what the kiosk's scanner reads
};

// The cards of those who have a consent, by class and name, teachers at the end. `only`: of this class alone.
// The number is that of the person's first card, else the numeric code.
[[nodiscard]] std::vector<Card> cards_of(const domain::Roster& roster, const std::optional<domain::ClassName>& only,
                                         const i18n::Texts& texts);

struct CardSheet {
    std::string school;
    std::string programme;
};
enum class CardsError { cannot_draw, cannot_encode };
// A4 upright, eight to a page in two columns, with lines to cut along. PDF; its text can be searched. Needs the font
// Inter on the machine; another sans serif stands in for it.
[[nodiscard]] base::Result<base::Bytes, CardsError> cards_pdf(const std::vector<Card>& cards, const CardSheet& sheet,
                                                              const i18n::Texts& texts);

inline constexpr int kCardsPerPage = 8;

// "kite", "fish" ... in the language; what is printed under a picture and said to whom cannot see it.
[[nodiscard]] std::string picture_name(int picture, const i18n::Texts& texts);

}  // namespace reports
