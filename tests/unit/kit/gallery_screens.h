#pragma once

// Screens like those of the look, made of the kit's widgets alone: for the gallery and for measuring the display.

#include <string>

#include "app/kiosk/kit/kit.h"

namespace gallery {

using namespace kiosk::kit;

inline void home(Kit& kit) {
    kit.home_background();
    const Rect page = kit.page();
    kit.logo({page.x, page.y - kit.px(5), kit.px(84), kit.px(54)});
    kit.text("home.programme", {page.x + kit.px(106), page.y - kit.px(8), 600, 0}, "Наставничество",
             TextStyle::body_bold);
    kit.text("home.school", {page.x + kit.px(106), page.y + kit.px(26), 600, 0}, "Школа № 12", TextStyle::small,
             Align::left, Colour::second_ink);
    (void)kit.button("home.language", {page.right() - kit.px(160), kit.px(44), kit.px(160), kit.px(72)}, "English",
                     ButtonStyle::secondary);
    kit.text("home.clock", {page.x, kit.px(190), kit.px(560), 0}, "13:07", TextStyle::clock);
    kit.text("home.date", {page.x, kit.px(372), kit.px(560), 0}, "понедельник, 23 ноября", TextStyle::body, Align::left,
             Colour::second_ink);
    (void)kit.button("home.check_in", {page.x, kit.px(476), kit.px(720), kit.px(196)}, "Отметиться",
                     ButtonStyle::primary);
    (void)kit.home_rate_button("home.rate", {page.x + kit.px(748), kit.px(476), kit.px(420), kit.px(196)},
                               "Оценить встречу");
    kit.dot(page.x + kit.px(8), kit.px(734), kit.px(8), Colour::both);
    kit.text("home.state", {page.x + kit.px(30), kit.px(719), kit.px(700), 0},
             "Всё записано. 3 записи ждут передачи с 9:40", TextStyle::small, Align::left, Colour::second_ink);
}

inline void pictures(Kit& kit) {
    (void)kit.back_button("pictures.back", "7Б");
    kit.text("pictures.title", {kit.px(280), kit.px(50), kit.px(720), kit.px(72)}, "Твои три картинки",
             TextStyle::title, Align::centre);
    for (int i = 0; i < 3; ++i) {
        const Rect slot{kit.px(448) + kit.px(136) * static_cast<float>(i), kit.px(158), kit.px(112), kit.px(112)};
        if (i == 0)
            kit.picture(slot, 2);
        else
            kit.picture_slot(slot);
    }
    const Rect grid{kit.px(160), kit.px(306), kit.px(960), kit.px(308)};
    for (int i = 0; i < 12; ++i) {
        (void)kit.picture_button("pictures." + std::to_string(i), grid_cell(grid, 6, 2, kit.px(20), i), i, "картинка",
                                 i != 2);
    }
    kit.text("pictures.help", {kit.px(56), kit.px(726), kit.px(1168), 0},
             "Забыл картинки? Спроси у куратора или приложи карту", TextStyle::small, Align::centre,
             Colour::second_ink);
}

inline void recorded(Kit& kit, MeetingSign sign) {
    kit.meeting_sign({kit.px(400), kit.px(70), kit.px(480), kit.px(281)}, sign);
    kit.text("recorded.title", {kit.px(56), kit.px(390), kit.px(1168), kit.px(90)}, "Вы отмечены", TextStyle::display,
             Align::centre);
    kit.text("recorded.where", {kit.px(56), kit.px(490), kit.px(1168), 0}, "13:08 · Регулярная встреча · кабинет 214",
             TextStyle::body, Align::centre);
    (void)kit.button_with_note("recorded.not_me", {kit.px(56), kit.px(624), kit.px(360), kit.px(120)}, "Это не я", "12",
                               ButtonStyle::secondary);
    (void)kit.button("recorded.done", {kit.px(764), kit.px(624), kit.px(460), kit.px(120)}, "Готово",
                     ButtonStyle::primary);
}

inline void rate(Kit& kit) {
    (void)kit.back_button("rate.back", "Назад");
    kit.text("rate.title", {kit.px(56), kit.px(180), kit.px(1168), kit.px(90)}, "Как прошла встреча?",
             TextStyle::display, Align::centre);
    const char* words[] = {"Плохо", "Так себе", "Нормально", "Хорошо", "Отлично"};
    for (int i = 0; i < 5; ++i) {
        (void)kit.face_button("rate." + std::to_string(i + 1),
                              grid_cell({kit.px(64), kit.px(336), kit.px(1152), kit.px(256)}, 5, 1, kit.px(43), i),
                              i + 1, words[i], i == 3);
    }
}

inline void signs(Kit& kit) {
    const domain::MeetingState states[] = {domain::MeetingState::planned,     domain::MeetingState::mentor_only,
                                           domain::MeetingState::mentee_only, domain::MeetingState::held,
                                           domain::MeetingState::confirmed,   domain::MeetingState::missed,
                                           domain::MeetingState::cancelled};
    kit.card({kit.px(56), kit.px(40), kit.px(1168), kit.px(400)});
    for (int i = 0; i < 7; ++i) {
        kit.meeting_sign({kit.px(90) + kit.px(160) * static_cast<float>(i), kit.px(60), kit.px(68), kit.px(42)},
                         sign_of(states[i]));
        kit.meeting_sign({kit.px(80) + kit.px(160) * static_cast<float>(i), kit.px(140), kit.px(130), kit.px(90)},
                         sign_of(states[i]));
    }
    (void)kit.toggle("s.sound", {kit.px(80), kit.px(250), kit.px(500), kit.px(80)}, "Звук", true);
    (void)kit.toggle("s.low", {kit.px(620), kit.px(250), kit.px(500), kit.px(80)}, "Низкий режим для всех, кто ниже",
                     false);
    (void)kit.button("b.danger", {kit.px(80), kit.px(350), kit.px(300), kit.px(80)}, "Закрыть программу",
                     ButtonStyle::danger);
    (void)kit.button("b.selected", {kit.px(400), kit.px(350), kit.px(240), kit.px(80)}, "понял тему",
                     ButtonStyle::selected);
    (void)kit.button("b.disabled", {kit.px(660), kit.px(350), kit.px(240), kit.px(80)}, "Готово", ButtonStyle::primary,
                     false);
    (void)kit.button("b.quiet", {kit.px(920), kit.px(350), kit.px(240), kit.px(80)}, "тише", ButtonStyle::quiet);
    (void)kit.keyboard("kb", {kit.px(56), kit.px(460), kit.px(740), kit.px(320)}, KeyboardLayout::russian);
    (void)kit.keyboard("pin", {kit.px(840), kit.px(460), kit.px(384), kit.px(320)}, KeyboardLayout::digits);
}

inline void list(Kit& kit) {
    const Rect where{kit.px(56), kit.px(128), kit.px(1168), kit.px(560)};
    kit.card(where);
    const Kit::Rows rows = kit.begin_list("today", where.inset(kit.px(36), kit.px(8)), 16, kit.px(88));
    for (int i = rows.first; i < rows.last; ++i) {
        const Rect row = kit.row(i);
        (void)kit.row_button("today." + std::to_string(i), i, "Встреча");
        kit.text_in_middle("", {row.x, row.y, kit.px(110), row.h}, "09:30", TextStyle::second_button);
        kit.meeting_sign({row.x + kit.px(122), row.y + kit.px(20), kit.px(68), row.h - kit.px(40)},
                         sign_of(domain::MeetingState::held));
        kit.text_in_middle("", {row.x + kit.px(230), row.y, kit.px(200), row.h}, "Пара 7", TextStyle::body_bold);
        kit.text_in_middle("", {row.x + kit.px(460), row.y, kit.px(270), row.h}, "Организационная", TextStyle::body);
        kit.text_in_middle("", {row.x + kit.px(750), row.y, kit.px(300), row.h}, "состоялась", TextStyle::body_bold,
                           Align::left, Colour::both);
    }
    kit.end_list();
}

}  // namespace gallery
