// Lists that are dragged.
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "app/kiosk/kit/imgui_kit.h"

namespace kiosk::kit {

namespace {

// A finger that trembles is no drag: so far it may move, at 1280x800.
constexpr float kDragFrom = 14;

}  // namespace

Kit::Rows ImGuiKit::begin_list(std::string_view id, Rect where, int rows, float row_height) {
    where = snapped(where);
    list_id_ = id;
    list_where_ = where;
    list_row_height_ = std::max(1.0f, std::round(row_height));
    list_rows_ = rows;
    List& list = lists_[list_id_];
    list.seen = true;
    const float farthest = std::max(0.0f, list_row_height_ * static_cast<float>(rows) - where.h);

    if (pointer_.down && !was_down_ && where.contains(pointer_.x, pointer_.y)) {
        list.touched = true;
        list.dragging = false;
        list.drag_from_y = pointer_.y;
        list.drag_from_offset = list.offset;
    }
    if (list.touched && !pointer_.away) {
        const float way = pointer_.y - list.drag_from_y;
        if (!list.dragging && farthest > 0 && std::abs(way) > px(kDragFrom)) list.dragging = true;
        if (list.dragging) {
            list.offset = list.drag_from_offset - way;
            ImGui::ClearActiveID();  // what was pressed is dragged now, and answers nothing
        }
    }
    if (!pointer_.down) list.touched = list.dragging = false;
    list.offset = std::round(std::clamp(list.offset, 0.0f, farthest));

    ImGui::PushClipRect({where.x, where.y}, {where.right(), where.bottom()}, true);
    ImGui::PushID(list_id_.c_str());
    report(id, "", "list", where, true);
    const int first = static_cast<int>(list.offset / list_row_height_);
    const int last = static_cast<int>(std::ceil((list.offset + where.h) / list_row_height_));
    return {std::clamp(first, 0, rows), std::clamp(last, 0, rows)};
}

Rect ImGuiKit::row(int index) const {
    const auto list = lists_.find(list_id_);
    const float offset = list == lists_.end() ? 0 : list->second.offset;
    const bool scrolls = list_row_height_ * static_cast<float>(list_rows_) > list_where_.h;
    return {list_where_.x, list_where_.y + list_row_height_ * static_cast<float>(index) - offset,
            list_where_.w - (scrolls ? px(22) : 0), list_row_height_};
}

bool ImGuiKit::row_button(std::string_view id, int index, std::string_view label) {
    const Rect where = row(index);
    const Press press = press_area(id, where, true);
    const float pressed = pressed_in(id, press.held);
    if (pressed > 0) {
        const std::uint32_t ground = mixed(ground_under(where), rgb(Colour::ink), 0.08f * pressed);
        painter().rect(where, ground, 0);
        stands_on(where, ground);
    }
    if (index + 1 < list_rows_) line(where.x, where.bottom(), where.right(), where.bottom(), Colour::line, px(2));
    report(id, label, "button", where, true);
    return press.clicked;
}

void ImGuiKit::end_list() {
    ImGui::PopID();
    const float whole = list_row_height_ * static_cast<float>(list_rows_);
    if (whole > list_where_.h) {
        // How much there is, and where we are: drawn always, since nobody knows that a list can be dragged.
        const float share = list_where_.h / whole, offset = lists_[list_id_].offset / whole;
        const float wide = std::max(4.0f, std::round(px(6)));
        const Rect track{list_where_.right() - wide - px(4), list_where_.y, wide, list_where_.h};
        painter().rect(snapped(track), rgb(Colour::line), wide / 2);
        painter().rect(snapped({track.x, track.y + track.h * offset, wide, track.h * share}), rgb(Colour::second_ink),
                       wide / 2);
    }
    ImGui::PopClipRect();
    list_id_.clear();
}

}  // namespace kiosk::kit
