#include <algorithm>
#include <cmath>
#include <string>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

namespace {

std::string group_words(const i18n::Texts& texts, const domain::Group& group) {
    return group.is_pair() ? texts.text("Pair {number}", {{"number", group.number}})
                           : texts.text("Group {number}", {{"number", group.number}});
}

// What is known of it besides its time; never the other people's names, and no roles.
std::string about(const i18n::Texts& texts, const domain::MyMeeting& mine) {
    std::string state;
    if (mine.rated)
        state = texts.text("rated");
    else if (mine.checked_in)
        state = texts.text("checked in");
    return joined({place_words(texts, mine.meeting.place), mine.group ? group_words(texts, *mine.group) : "", state});
}

void draw_row(kit::Kit& kit, const std::string& id, Rect row, const std::string& first, const kit::MeetingSign& sign,
              const std::string& bold, const std::string& pale) {
    row = row.inset(kit.px(28), kit.px(8));
    const float time = std::max(kit.px(120), kit.text_width("00:00", TextStyle::second_button) + kit.px(8));
    if (first.empty()) {
        kit.text_in_middle("", row.take_left(time), "+", TextStyle::heading, Align::left, Colour::primary);
    } else {
        kit.text_in_middle(id + ".time", row.take_left(time), first, TextStyle::second_button, Align::left);
    }
    if (!kit.compact()) {
        const Rect place = row.take_left(kit.px(72)).inset(0, std::max(0.0f, (row.h - kit.px(44)) / 2));
        if (!first.empty()) kit.meeting_sign(place, sign);
        row.take_left(kit.px(28));
    }
    // One below the other in the middle; where that is more than the row, both give way.
    float what = kit.text_height(bold, TextStyle::body_bold, row.w);
    float rest = pale.empty() ? 0 : kit.text_height(pale, TextStyle::small, row.w);
    const float share = std::min(1.0f, row.h / (what + rest));
    what *= share;
    rest *= share;
    const float from = row.y + (row.h - what - rest) / 2;
    kit.text_in_middle(id + ".what", {row.x, from, row.w, what}, bold, TextStyle::body_bold);
    if (!pale.empty())
        kit.text_in_middle(id + ".about", {row.x, from + what, row.w, rest}, pale, TextStyle::small, Align::left,
                           Colour::second_ink);
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::ChooseMeetingView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    if (kit.back_button("back", texts.text("Back"))) answer = intent::Back{};
    Rect body = draw_title(kit, "choose_meeting.title",
                           view.meetings.empty() ? texts.text("Open a meeting?") : texts.text("Which meeting?"));
    draw_note(kit, "choose_meeting.who", view.who);

    const int meetings = static_cast<int>(view.meetings.size());
    const int count = meetings + static_cast<int>(view.open_for.size());
    const float row_height = std::round(std::max(kit.px(count <= 3 || kit.portrait() ? 136 : 112), target(kit)));
    float height = std::min(body.h, static_cast<float>(count) * row_height);
    if (reach_low(kit)) body.y = std::max(body.y, body.bottom() - std::max(height, body.h / 2));
    const Rect list{body.x, body.y, body.w, height};
    kit.card(list);
    const kit::Kit::Rows rows = kit.begin_list("choose_meeting.list", list, count, row_height);
    for (int i = rows.first; i < rows.last; ++i) {
        if (i < meetings) {
            const auto index = static_cast<std::size_t>(i);
            const domain::MyMeeting& mine = view.meetings[index];
            const std::string id = "choose_meeting." + std::to_string(i);
            const std::string time = texts.time(mine.meeting.starts), kind = kind_words(texts, mine.meeting.kind);
            if (kit.row_button(id, i, joined({time, kind}))) answer = intent::ChooseMeeting{index};
            kit::MeetingSign sign;  // blue is "you" here, whoever is mentor
            sign.left = mine.checked_in.has_value();
            sign.right = mine.other_side_is_there;
            draw_row(kit, id, kit.row(i), time, sign, kind, about(texts, mine));
        } else {
            const auto index = static_cast<std::size_t>(i - meetings);
            const std::string id = "choose_meeting.open." + std::to_string(index);
            const std::string words =
                texts.text("Open a meeting of group {number}", {{"number", view.open_for[index]}});
            if (kit.row_button(id, i, words)) answer = intent::OpenUnplanned{index};
            draw_row(kit, id, kit.row(i), "", {}, words, texts.text("It is not in the plan; it begins now"));
        }
    }
    kit.end_list();
    return answer;
}

}  // namespace kiosk::screens
