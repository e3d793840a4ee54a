#pragma once

#include <array>
#include <span>

namespace kiosk::session {

// A ready reason of the curator: intent::ChooseReason{i} records `recorded` of the i-th (the log is a Russian document,
// whatever the language of the screen); the screen shows `message`, an id for i18n::Texts.
struct ReadyReason {
    const char* message;
    const char* recorded;
};

// Why a check-in is taken back.
inline constexpr std::array kRetractReasons{
    ReadyReason{"The wrong person checked in", "Отметился не тот человек"},
    ReadyReason{"Checked in by mistake", "Отметка по ошибке"},
    ReadyReason{"Left without having met", "Ушёл, встречи не было"},
    ReadyReason{"The wrong meeting", "Отметка не на той встрече"},
};
// Why a meeting is cancelled.
inline constexpr std::array kCancelReasons{
    ReadyReason{"Illness", "Болезнь"},
    ReadyReason{"Holidays", "Каникулы"},
    ReadyReason{"Lessons were changed", "Замена уроков"},
    ReadyReason{"An event at school", "Школьное мероприятие"},
    ReadyReason{"Moved to another day", "Перенос на другой день"},
};

[[nodiscard]] inline std::span<const ReadyReason> ready_reasons(bool cancels_meeting) {
    if (cancels_meeting) return kCancelReasons;
    return kRetractReasons;
}

}  // namespace kiosk::session
