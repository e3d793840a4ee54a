#include "app/kiosk/screens/parts.h"

#include <algorithm>
#include <utility>

namespace kiosk::screens {

float target(const kit::Kit& kit) {
    return std::max(kit.target(), 56.0f);
}

bool reach_low(const kit::Kit& kit) {
    return kit.portrait() || kit.low_mode();
}

Rect header(const kit::Kit& kit) {
    const Rect page = kit.page();
    // Where the kit puts back: a little above the margin, as the look has it.
    return {page.x, kit.compact() ? 16 : kit.px(44), page.w, std::max(kit.px(84), 56.0f)};
}

Rect draw_title(kit::Kit& kit, std::string_view id, std::string_view words) {
    const Rect top = header(kit), page = kit.page();
    if (!kit.portrait()) {
        const float beside = kit.px(232);  // back, and the same at the right, so that the title is in the middle
        kit.text_in_middle(id, top.inset(beside, 0), words, TextStyle::title, Align::centre);
        const float from = top.bottom() + kit.px(24);
        return {page.x, from, page.w, page.bottom() - from};
    }
    const float from = top.bottom() + kit.px(40);
    const float height = kit.text_height(words, TextStyle::title, page.w);
    kit.text(id, {page.x, from, page.w, height}, words, TextStyle::title, Align::centre);
    const float below = from + height + kit.px(24);
    return {page.x, below, page.w, page.bottom() - below};
}

void draw_note(kit::Kit& kit, std::string_view id, std::string_view words) {
    Rect where = header(kit);
    where.take_left(kit.portrait() ? kit.px(232) : where.w - kit.px(320));
    kit.text_in_middle(id, where, words, TextStyle::small, Align::right, Colour::second_ink);
}

Actions take_actions(const kit::Kit& kit, Rect& body, bool with_safe, bool with_third) {
    const float height = std::max(kit.px(112), target(kit));
    Actions places;
    Rect row = body.take_bottom(height);
    if (!kit.portrait()) {
        if (with_safe) places.safe = Rect{row.x, row.y, kit.px(360), row.h};
        if (with_third) places.third = Rect{row.x + (with_safe ? kit.px(384) : 0), row.y, kit.px(300), row.h};
        places.primary = {row.right() - kit.px(460), row.y, kit.px(460), row.h};
    } else {
        places.primary = row;
        if (with_safe || with_third) {
            body.take_bottom(kit.px(40));
            Rect above = body.take_bottom(std::max(kit.px(96), target(kit)));
            const float half = (above.w - kit.px(24)) / 2;
            if (with_safe) places.safe = above.take_left(half);
            if (with_third) places.third = above.take_right(half);
        }
    }
    body.take_bottom(kit.px(24));
    return places;
}

Rect take_letters(const kit::Kit& kit, Rect& body, float least_key, float most_of_body) {
    const float key = kit.portrait() ? std::max(kit.px(88), target(kit)) : least_key;
    Rect keys = body.take_bottom(std::min(4 * key + 3 * kit.px(10) + 2, body.h * most_of_body));
    if (kit.portrait()) keys = {kit.window().x + kit.px(16), keys.y, kit.window().w - kit.px(32), keys.h};
    return keys;
}

void Lines::add(std::string id, std::string words, TextStyle style, float gap, Colour colour) {
    if (words.empty()) return;
    lines_.push_back({std::move(id), std::move(words), style, lines_.empty() ? 0 : gap, colour});
}

float Lines::height(float width) const {
    float whole = 0;
    for (const Line& line : lines_) whole += kit_.px(line.gap) + kit_.text_height(line.words, line.style, width);
    return whole;
}

float Lines::draw(Rect where, Align align) {
    const float top = where.y;
    for (const Line& line : lines_) {
        where.y += kit_.px(line.gap);
        const float height = kit_.text_height(line.words, line.style, where.w);
        kit_.text(line.id, {where.x, where.y, where.w, height}, line.words, line.style, align, line.colour);
        where.y += height;
    }
    return where.y - top;
}

void draw_message(kit::Kit& kit, Rect body, const kit::MeetingSign* sign, Lines& lines) {
    const float words = lines.height(body.w);
    if (sign == nullptr) {
        lines.draw({body.x, body.y + std::max(0.0f, (body.h - words) / 2), body.w, words});
        return;
    }
    const float gap = kit.px(32);
    const float side = std::min(body.h - words - gap, kit.px(kit.portrait() ? 320 : 280));
    const float free = std::max(0.0f, body.h - words - gap - side);
    const float from = body.y + free / 2;
    kit.meeting_sign({body.x, from, body.w, side}, *sign);
    lines.draw({body.x, from + side + gap, body.w, words});
}

std::string kind_words(const i18n::Texts& texts, const std::string& kind) {
    if (kind == "Организационная") return texts.text("Introductory meeting");
    if (kind == "Пробная рабочая" || kind == "Пробная") return texts.text("Trial meeting");
    if (kind == "Планирование") return texts.text("Planning meeting");
    if (kind == "Регулярная") return texts.text("Regular meeting");
    if (kind == "Заключительная" || kind == "Итоговая") return texts.text("Closing meeting");
    return kind;
}

std::string place_words(const i18n::Texts& texts, const std::string& place) {
    const bool number = !place.empty() && place.front() >= '0' && place.front() <= '9';
    return number ? texts.text("room {number}", {{"number", place}}) : place;
}

std::string joined(std::initializer_list<std::string> parts) {
    std::string whole;
    for (const std::string& part : parts) {
        if (part.empty()) continue;
        if (!whole.empty()) whole += " · ";
        whole += part;
    }
    return whole;
}

std::string day_and_time(const i18n::Texts& texts, domain::LocalTime time) {
    return texts.text("{date}, {time}",
                      {{"date", texts.weekday_and_date(domain::date_of(time))}, {"time", texts.time(time)}});
}

}  // namespace kiosk::screens
