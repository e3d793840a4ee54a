#include <algorithm>

#include "app/server/pages/handlers.h"
#include "app/server/pages/qr_path.h"
#include "app/server/pages/words.h"
#include "platform/base/id.h"
#include "platform/base/utf8.h"

namespace server::pages {

namespace {

struct One {
    Kiosk kiosk;
    std::vector<KeptHealth> health;
    [[nodiscard]] const KeptHealth* said() const { return health_of(health, kiosk.id); }
};
StoreResult<One> find_kiosk(const Visit& visit) {
    const domain::KioskId id{base::is_id(visit.parts.front()) ? visit.parts.front() : ""};
    auto kiosk = visit.site.store.kiosk(visit.school.id, id);
    if (!kiosk) return base::failure(kiosk.error());
    auto health = visit.site.store.health(visit.school.id);
    if (!health) return base::failure(health.error());
    return One{std::move(*kiosk), std::move(*health)};
}

void fill_health(View& view, const Visit& visit, const KeptHealth& kept) {
    const news::Health& said = kept.health;
    View& all = view.add("HEALTH");
    const auto fact = [&all](const std::string& name, const std::string& value) {
        all.add("FACT").set("NAME", name).set("VALUE", value);
    };
    fact(visit.text("It said so"), visit.ago(kept.heard_at));
    fact(visit.text("Running for"), visit.span(said.uptime));
    const std::string unsent =
        said.unsent == 0 ? visit.text("none") : visit.texts().number(static_cast<long long>(said.unsent));
    fact(visit.text("Records that are not here yet"), unsent);
    const auto offset = std::chrono::abs(kept.clock_offset);
    fact(visit.text("Clock"), !said.clock_trusted                ? visit.text("nobody vouches for it")
                              : offset > std::chrono::minutes{1} ? visit.text("wrong")
                                                                 : visit.text("right"));
    if (said.disk_total > 0) {
        fact(visit.text("Space on its drive"),
             visit.text("{free} of {total} free",
                        {{"free", visit.bytes(said.disk_free)}, {"total", visit.bytes(said.disk_total)}}));
    }
    if (said.temperature) fact(visit.text("Temperature"), std::to_string((*said.temperature + 500) / 1000) + " °C");
    fact(visit.text("Version"), said.version);
}

api::HttpResponse new_kiosk_page(const Visit& visit, int status, const std::string& problem) {
    const auto kiosks = visit.site.store.kiosks(visit.school.id);
    if (!kiosks) return failed(visit, kiosks.error());
    View view;
    view.set("TITLE", visit.text("Add a kiosk")).set("NAME", visit.form.value("name"));
    if (!problem.empty()) view.add("PROBLEM").set("SENTENCE", problem);
    for (const Kiosk& kiosk : *kiosks) {
        if (kiosk.state == KioskState::active)
            view.add("REPLACEABLE").set("ID", kiosk.id.value).set("NAME", name_of(visit, kiosk));
    }
    view.show_if(!kiosks->empty(), "HAS_KIOSKS");
    return page(visit, "kiosk_add", "kiosks", std::move(view), status);
}

// One line, as app/joining takes it.
bool is_name(const std::string& name) {
    return base::is_plain_text(name, joining::kNameBytes);
}

}  // namespace

api::HttpResponse list_kiosks(Visit& visit) {
    const auto kiosks = visit.site.store.kiosks(visit.school.id);
    if (!kiosks) return failed(visit, kiosks.error());
    const auto health = visit.site.store.health(visit.school.id);
    if (!health) return failed(visit, health.error());
    View view;
    view.set("TITLE", visit.text("Kiosks"));
    auto sorted = *kiosks;
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Kiosk& a, const Kiosk& b) {
        if ((a.state == KioskState::active) != (b.state == KioskState::active)) return a.state == KioskState::active;
        return visit.texts().compare(name_of(visit, a), name_of(visit, b)) < 0;
    });
    for (const Kiosk& kiosk : sorted) {
        fill_kiosk(view.add(kiosk.state == KioskState::active ? "KIOSK" : "GONE"), visit, kiosk,
                   health_of(*health, kiosk.id));
    }
    const bool has_gone =
        std::any_of(sorted.begin(), sorted.end(), [](const Kiosk& kiosk) { return kiosk.state != KioskState::active; });
    view.show_if(has_gone, "HAS_GONE").show_if(sorted.empty(), "NO_KIOSKS");
    return page(visit, "kiosks", "kiosks", std::move(view));
}

api::HttpResponse show_kiosk(Visit& visit) {
    const auto one = find_kiosk(visit);
    if (!one) return failed(visit, one.error());
    View view;
    view.set("TITLE", name_of(visit, one->kiosk)).set("NAME", one->kiosk.name).set("ID", one->kiosk.id.value);
    fill_kiosk(view, visit, one->kiosk, one->said());
    one->said() ? fill_health(view, visit, *one->said()) : static_cast<void>(view.show("NO_HEALTH"));
    if (one->kiosk.last_heard) view.add("SENT").set("WHEN", visit.moment(*one->kiosk.last_heard));
    view.show_if(one->kiosk.state == KioskState::active && visit.may_change(), "MAY_REVOKE");
    return page(visit, "kiosk", "kiosks", std::move(view));
}

api::HttpResponse ask_new_kiosk(Visit& visit) {
    return new_kiosk_page(visit, 200, "");
}

api::HttpResponse add_kiosk(Visit& visit) {
    const joining::Address address = visit.site.address();
    if (address.host.empty()) {
        return new_kiosk_page(
            visit, 503,
            visit.text("Nobody knows under which address kiosks find this server. Start it with --public-address."));
    }
    const std::string name = visit.form.value("name"), replaces = visit.form.value("replaces");
    if (!is_name(name))
        return new_kiosk_page(visit, 422, visit.text("A name is one line, and not longer than that of a street."));
    if (!replaces.empty() && !base::is_id(replaces)) return not_found(visit);
    const auto code = visit.site.store.make_join_code(visit.school.id, {name, domain::KioskId{replaces}});
    if (!code) return failed(visit, code.error());
    const auto kiosk = replaces.empty() ? StoreResult<Kiosk>{Kiosk{}}
                                        : visit.site.store.kiosk(visit.school.id, domain::KioskId{replaces});
    if (!kiosk) return failed(visit, kiosk.error());
    const joining::Invitation invitation{address.host, address.port, *code};
    const auto picture = qr_picture(joining::text_of(invitation));
    const std::string shown = joining::shown(*code);
    View view;
    view.set("TITLE", visit.text("Add a kiosk"))
        .set("ADDRESS", joining::text_of(address))
        .set("CODE_FIRST", shown.substr(0, joining::kCodeCharacters / 2))
        .set("CODE_SECOND", shown.substr(joining::kCodeCharacters / 2 + 1))
        .set("UNTIL", visit.texts().time(visit.zone->to_local(visit.now() + joining::kCodeLives)))
        .set("MINUTES", visit.texts().plural("{n} minute", "{n} minutes", joining::kCodeLives.count()));
    if (picture) view.add("QR").set("PATH", picture->path).set("SIZE", picture->size);
    if (!replaces.empty()) view.add("REPLACES").set("NAME", name_of(visit, *kiosk));
    return page(visit, "kiosk_code", "kiosks", std::move(view));
}

api::HttpResponse rename_kiosk(Visit& visit) {
    const auto one = find_kiosk(visit);
    if (!one) return failed(visit, one.error());
    const std::string path = "/kiosks/" + one->kiosk.id.value;
    const std::string name = visit.form.value("name");
    if (name.empty() || !is_name(name)) return go_to(path, "no_name");
    const auto renamed = visit.site.store.rename_kiosk(visit.school.id, one->kiosk.id, name);
    if (!renamed) return failed(visit, renamed.error());
    return go_to(path, "renamed");
}

api::HttpResponse ask_revoke_kiosk(Visit& visit) {
    const auto one = find_kiosk(visit);
    if (!one) return failed(visit, one.error());
    View view;
    view.set("TITLE", visit.text("Shut this kiosk out?"));
    fill_kiosk(view, visit, one->kiosk, one->said());
    return page(visit, "kiosk_revoke", "kiosks", std::move(view));
}

api::HttpResponse revoke_kiosk(Visit& visit) {
    const auto one = find_kiosk(visit);
    if (!one) return failed(visit, one.error());
    const auto revoked = visit.site.store.set_kiosk_state(visit.school.id, one->kiosk.id, KioskState::revoked);
    if (!revoked) return failed(visit, revoked.error());
    visit.site.log.write(Log::Level::info, "kiosk_revoked",
                         {{"kiosk", one->kiosk.id.value}, {"user", visit.user.id.value}});
    return go_to("/kiosks/" + one->kiosk.id.value, "revoked");
}

}  // namespace server::pages
