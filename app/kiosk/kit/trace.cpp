#include "app/kiosk/kit/trace.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace kiosk::kit {

namespace {

void append_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += code;
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_number(std::string& out, std::string_view name, float value) {
    out += ",\"";
    out += name;
    out += "\":";
    out += std::to_string(std::lround(value));
}

}  // namespace

const TraceItem* Trace::find(std::string_view id) const {
    const auto found = std::find_if(items.begin(), items.end(), [&](const TraceItem& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

std::string to_json(const Trace& trace) {
    std::string out = "{\"screen\":";
    append_string(out, trace.screen);
    out += ",\"items\":[";
    bool first = true;
    for (const TraceItem& item : trace.items) {
        const float left = std::max(item.rect.x, item.clip.x), top = std::max(item.rect.y, item.clip.y);
        const float right = std::min(item.rect.right(), item.clip.right());
        const float bottom = std::min(item.rect.bottom(), item.clip.bottom());
        if (right <= left || bottom <= top) continue;
        out += first ? "{\"id\":" : ",{\"id\":";
        first = false;
        append_string(out, item.id);
        out += ",\"label\":";
        append_string(out, item.label);
        out += ",\"kind\":";
        append_string(out, item.kind);
        append_number(out, "x", left);
        append_number(out, "y", top);
        append_number(out, "w", right - left);
        append_number(out, "h", bottom - top);
        out += ",\"enabled\":";
        out += item.enabled ? "true}" : "false}";
    }
    out += "]}";
    return out;
}

}  // namespace kiosk::kit
