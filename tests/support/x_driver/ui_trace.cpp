#include "tests/support/x_driver/ui_trace.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

namespace support {
namespace {

TraceScreen parse(const std::string& line) {
    const auto json = nlohmann::json::parse(line);
    TraceScreen screen{json.at("screen"), {}};
    for (const auto& item : json.at("items")) {
        screen.items.push_back({item.at("id"), item.value("label", ""), item.value("kind", ""), item.at("x"), item.at("y"),
                                item.at("w"), item.at("h"), item.value("enabled", true)});
    }
    return screen;
}

}  // namespace

const TraceItem* TraceScreen::find(const std::string& id) const {
    for (const auto& item : items) {
        if (item.id == id) return &item;
    }
    return nullptr;
}

const std::optional<TraceScreen>& UiTrace::now() {
    std::ifstream file(file_, std::ios::binary);
    if (!file) return screen_;
    file.seekg(static_cast<std::streamoff>(read_));
    std::string text(std::istreambuf_iterator<char>(file), {});
    read_ += text.size();
    rest_ += text;
    // Only the last whole line counts; the ones before it are history.
    const auto end = rest_.rfind('\n');
    if (end == std::string::npos) return screen_;
    for (std::size_t i = 0; i <= end; ++i) lines_ += rest_[i] == '\n' ? 1 : 0;
    const auto before = end == 0 ? std::string::npos : rest_.rfind('\n', end - 1);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    screen_ = parse(rest_.substr(begin, end - begin));
    rest_.erase(0, end + 1);
    return screen_;
}

const TraceScreen& UiTrace::wait(const std::function<bool(const TraceScreen&)>& wanted, const std::string& what,
                                 std::chrono::milliseconds at_most) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    for (;;) {
        if (const auto& screen = now(); screen && wanted(*screen)) return *screen;
        if (std::chrono::steady_clock::now() >= deadline) {
            throw std::runtime_error("waited for " + what + ", the screen is " + (screen_ ? screen_->name : "none"));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

const TraceScreen& UiTrace::wait_for(const std::string& screen) {
    return wait([&](const TraceScreen& s) { return s.name == screen; }, screen);
}

}  // namespace support
