#include <algorithm>

#include "app/server/pages/handlers.h"
#include "app/server/pages/words.h"

namespace server::pages {

api::HttpResponse show_overview(Visit& visit) {
    Site& site = visit.site;
    const auto kiosks = site.store.kiosks(visit.school.id);
    if (!kiosks) return failed(visit, kiosks.error());
    const auto health = site.store.health(visit.school.id);
    if (!health) return failed(visit, health.error());
    const auto parked = site.store.parked(visit.school.id);
    if (!parked) return failed(visit, parked.error());
    const auto lists = site.store.rosters(visit.school.id);
    if (!lists) return failed(visit, lists.error());
    const domain::LocalDate today = domain::date_of(visit.local_now());
    const auto meetings = meetings_between(visit, today, today);
    if (!meetings) return failed(visit, meetings.error());

    View view;
    view.set("TITLE", visit.text("Overview"))
        .set("DAY", visit.texts().weekday_and_date(today))
        .set("CLOCK", visit.texts().time(visit.local_now()));
    bool has_attention = false;
    const auto attention = [&](const std::string& sentence, const std::string& path, const std::string& action) {
        has_attention = true;
        view.add("ATTENTION").set("SENTENCE", sentence).set("PATH", path).set("ACTION", action);
    };
    bool has_active = false;
    for (const Kiosk& kiosk : *kiosks) {
        if (kiosk.state != KioskState::active) continue;
        has_active = true;
        const KeptHealth* said = health_of(*health, kiosk.id);
        fill_kiosk(view.add("KIOSK"), visit, kiosk, said);
        std::string troubles;
        for (const std::string& trouble : news_of(visit, kiosk, said).troubles) troubles += " " + trouble;
        if (troubles.empty()) continue;
        attention(name_of(visit, kiosk) + "." + troubles, "/kiosks/" + kiosk.id.value, visit.text("Look at the kiosk"));
    }
    view.show_if(!has_active, "NO_KIOSKS");
    const auto unseen =
        std::count_if(parked->bundles.begin(), parked->bundles.end(), [](const Parked& one) { return !one.is_seen; });
    if (unseen > 0) {
        attention(visit.texts().plural("{n} parcel of records was set aside and nobody has looked at it.",
                                       "{n} parcels of records were set aside and nobody has looked at them.", unseen),
                  "/parked", visit.text("Look at them"));
    }
    const auto brought = site.store.brought_lists(visit.school.id);
    if (!brought) return failed(visit, brought.error());
    if (!brought->empty()) {
        attention(visit.texts().plural("{n} kiosk has brought lists of its own. Say who is whom in them.",
                                       "{n} kiosks have brought lists of their own. Say who is whom in them.",
                                       static_cast<long long>(brought->size())),
                  "/match", visit.text("Compare them"));
    }
    if (lists->empty())
        attention(visit.text("There are no lists yet: who is in the programme, and when they meet."), "/lists",
                  visit.text("Upload the lists"));
    if (visit.zone_name.empty() && visit.may_change()) {
        attention(visit.text("Nobody has said in which time zone the school is. Times are those of Moscow."),
                  "/settings#zone", visit.text("Choose the time zone"));
    }

    view.show_if(has_attention, "HAS_ATTENTION");

    long long held = 0, going_on = 0, ahead = 0, missed = 0;
    for (const MeetingRow& row : *meetings) {
        fill_meeting(view.add("MEETING"), visit, row);
        using domain::MeetingState;
        if (row.state == MeetingState::held || row.state == MeetingState::confirmed) ++held;
        if (row.state == MeetingState::mentor_only || row.state == MeetingState::mentee_only) ++going_on;
        if (row.state == MeetingState::planned) ++ahead;
        if (row.state == MeetingState::missed) ++missed;
    }
    if (meetings->empty()) {
        view.show("NO_MEETINGS");
    } else {
        const auto number = [&visit](long long n) { return visit.texts().number(n); };
        view.add("SUMMARY").set("SENTENCE",
                                visit.text("Held {held} · one side there {now} · ahead {ahead} · missed {missed}",
                                           {{"held", number(held)},
                                            {"now", number(going_on)},
                                            {"ahead", number(ahead)},
                                            {"missed", number(missed)}}));
    }
    return page(visit, "overview", "overview", std::move(view));
}

}  // namespace server::pages
