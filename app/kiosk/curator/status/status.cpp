#include "app/kiosk/curator/status/status.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "app/kiosk/curator/layout.h"
#include "app/kiosk/curator/words.h"

namespace kiosk::curator {
namespace {

struct Fact {
    const char* id;
    std::string name, value;
    Colour colour = Colour::ink;
};

std::vector<Fact> facts(const i18n::Texts& texts, const session::StatusView& view) {
    const session::Machine& machine = view.machine;
    const auto number = [&texts](auto n) { return texts.number(static_cast<long long>(n)); };
    const auto moment = [&texts](const std::optional<domain::LocalTime>& time) {
        return time ? texts.date(domain::date_of(*time)) + " " + texts.time(*time) : std::string{"—"};
    };
    const bool low_disk = machine.disk_free_percent < 10;
    std::vector<Fact> all{
        {"status.records", texts.text("Records"), number(machine.records)},
        {"status.waiting", texts.text("Not acknowledged"),
         machine.waiting_since ? texts.text("{number} since {time}", {{"number", number(machine.unacknowledged)},
                                                                      {"time", moment(machine.waiting_since)}})
                               : number(machine.unacknowledged)},
        {"status.export",
         machine.receipt_due ? texts.text("Taken away, no receipt yet") : texts.text("Last taken away"),
         moment(machine.last_export)},
        {"status.accepted", texts.text("Acknowledged up to"),
         machine.accepted_up_to > 0 ? number(machine.accepted_up_to) : std::string{"—"}},
        {"status.chain", texts.text("Chain head"), machine.chain_head.empty() ? "—" : machine.chain_head},
        {"status.storage", texts.text("Recording"),
         storage_words(texts, machine.storage_trouble),
         machine.storage_trouble != session::StorageTrouble::none ? Colour::refusal : Colour::both},
        {"status.disk", texts.text("Free disk space"), number(machine.disk_free_percent) + " %",
         low_disk ? Colour::refusal : Colour::ink},
        {"status.clock", texts.text("Clock"),
         texts.time(view.now) + ", " + clock_words(texts, machine.clock_trusted, view.time_source),
         machine.clock_trusted ? Colour::ink : Colour::refusal},
        {"status.roster", texts.text("Lists, edition"), number(view.roster_number)},
        {"status.people", texts.text("People"), number(view.people)},
        {"status.without_consent", texts.text("Without a consent"), number(view.without_consent)},
        {"status.groups", texts.text("Pairs and groups"), number(view.groups)},
        {"status.meetings", texts.text("Meetings"), number(view.meetings)},
        {"status.kiosk", texts.text("Kiosk"), machine.kiosk_id},
        {"status.version", texts.text("Version"), machine.version},
    };
    if (const session::Server& server = machine.server; server.membership == session::Membership::joined) {
        const Colour colour = server.stopped ? Colour::refusal : Colour::ink;
        const std::vector<Fact> sending{{"status.server_name", texts.text("School server"), server.address},
                                        {"status.sent", texts.text("Sent"), sent_words(texts, server), colour},
                                        {"status.contact", texts.text("Last contact"), moment(view.server_contact)}};
        all.insert(all.begin() + 4, sending.begin(), sending.end());
    }
    return all;
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::StatusView& view) {
    Frame page = frame(kit, "status.title", kit.texts().text("Status"));
    const std::vector<Fact> all = facts(kit.texts(), view);
    const int columns = kit.portrait() ? 1 : 2;
    const int count = static_cast<int>(all.size()), lines = (count + columns - 1) / columns;
    session::Intent answer = session::intent::Nothing{};
    if (page.back) answer = session::intent::Back{};
    Rect body = page.body;
    Rect foot = body.take_bottom(target(kit));
    body.take_bottom(gap(kit));
    const bool has_server = view.machine.server.membership == session::Membership::joined;
    const std::string to_server =
        has_server ? kit.texts().text("School server") : kit.texts().text("Connect to the school server");
    Rect server = foot;
    if (view.machine.recovery && kit.portrait()) {
        foot = body.take_bottom(target(kit));
        body.take_bottom(gap(kit));
    } else if (view.machine.recovery) {
        server = foot.take_right((foot.w - gap(kit)) / 2);
        foot.take_right(gap(kit));
    }
    if (kit.button("status.server", server, to_server, ButtonStyle::secondary)) answer = session::intent::OpenServer{};
    if (view.machine.recovery) {
        const std::string label = kit.texts().text(
            "The records after the damage of {date}",
            {{"date", kit.texts().date(domain::date_of(view.machine.recovery->at))}});
        if (kit.button("status.recovery", foot, label, ButtonStyle::secondary)) answer = session::intent::OpenRecovery{};
    }
    std::string advice = storage_advice(kit.texts(), view.machine.storage_trouble);
    if (advice.empty()) advice = server_advice(kit.texts(), view.machine.server);
    if (!advice.empty()) {
        const float side = kit.px(24);
        Rect strip = body.take_bottom(kit.text_height(advice, TextStyle::small, body.w - 2 * side) + kit.px(20));
        body.take_bottom(kit.px(14));
        kit.filled(strip, Colour::warning_paper, kit.px(16));
        kit.text_in_middle("status.advice", strip.inset(side, 0), advice, TextStyle::small, Align::left,
                           Colour::warning_ink);
    }
    body.h = std::min(body.h, kit.px(columns == 1 ? 84 : 88) * static_cast<float>(lines));
    kit.card(body);
    const float space = kit.px(56);
    const Rect inside = body.inset(kit.px(36), kit.px(12));
    const float width = (inside.w - space * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float height = inside.h / static_cast<float>(lines);
    for (int i = 0; i < count; ++i) {
        const Fact& fact = all[static_cast<std::size_t>(i)];
        const int column = i / lines, line = i % lines;
        Rect cell{inside.x + static_cast<float>(column) * (width + space), inside.y + static_cast<float>(line) * height,
                  width, height};
        if (line > 0) kit.line(cell.x, cell.y, cell.right(), cell.y, Colour::line, kit.px(2));
        const float name = std::min(kit.text_width(fact.name, TextStyle::small) + kit.px(20), cell.w * 0.55F);
        kit.text_in_middle(fact.id + std::string{".name"}, cell.take_left(name), fact.name, TextStyle::small,
                           Align::left, Colour::second_ink);
        kit.text_in_middle(fact.id, cell, fact.value, TextStyle::body_bold, Align::right, fact.colour);
    }
    return answer;
}

}  // namespace kiosk::curator
