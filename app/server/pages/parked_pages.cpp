// What kiosks sent and the server did not take: kept until a person has looked at it.
#include <charconv>

#include "app/server/pages/handlers.h"
#include "app/server/pages/words.h"

namespace server::pages {

namespace {

StoreResult<Parked> find_parked(const Visit& visit) {
    const std::string& text = visit.parts.front();
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    const auto all = visit.site.store.parked(visit.school.id);
    if (!all) return base::failure(all.error());
    for (const Parked& one : all->bundles) {
        if (is_number && one.id == id) return one;
    }
    return base::failure(StoreError{StoreErrorKind::not_found, "parked"});
}

void fill_parked(View& item, const Visit& visit, const Parked& parked, const std::vector<Kiosk>& kiosks) {
    std::string from = visit.text("of no kiosk that is known here");
    for (const Kiosk& kiosk : kiosks) {
        if (parked.kiosk == kiosk.id) from = name_of(visit, kiosk);
    }
    item.set("FROM", from)
        .set("WHEN", visit.moment(parked.received_at))
        .set("WHY", sentence_of(visit, parked.reason))
        .set("SIZE", visit.bytes(parked.size))
        .set("PARKED_PATH", "/parked/" + std::to_string(parked.id));
    item.show_if(!parked.is_complete, "IS_CUT")
        .show_if(parked.is_signed, "IS_SIGNED")
        .show_if(!parked.is_signed, "IS_NOT_SIGNED");
    item.show_if(visit.may_change(), "CHANGEABLE");
    if (!parked.is_seen) item.add("UNSEEN").set("SEEN_PATH", "/parked/" + std::to_string(parked.id) + "/seen");
}

}  // namespace

api::HttpResponse list_parked(Visit& visit) {
    const auto all = visit.site.store.parked(visit.school.id);
    if (!all) return failed(visit, all.error());
    const auto kiosks = visit.site.store.kiosks(visit.school.id);
    if (!kiosks) return failed(visit, kiosks.error());
    View view;
    view.set("TITLE", visit.text("Set aside"));
    for (const Parked& one : all->bundles) fill_parked(view.add("PARKED"), visit, one, *kiosks);
    view.show_if(all->bundles.empty(), "NOTHING");
    if (all->not_kept > 0)
        view.add("NOT_KEPT")
            .set("SENTENCE", visit.texts().plural("{n} more came when there was no room for it.",
                                                  "{n} more came when there was no room for them.",
                                                  static_cast<long long>(all->not_kept)));
    return page(visit, "parked", "parked", std::move(view));
}

api::HttpResponse download_parked(Visit& visit) {
    const auto parked = find_parked(visit);
    if (!parked) return failed(visit, parked.error());
    auto bytes = visit.site.store.parked_bytes(visit.school.id, parked->id);
    if (!bytes) return failed(visit, bytes.error());
    visit.site.log.write(Log::Level::info, "parked_downloaded",
                         {{"user", visit.user.id.value}, {"parked", static_cast<std::uint64_t>(parked->id)}});
    return {200,
            {{"Content-Type", "application/octet-stream"},
             {"Content-Disposition", "attachment; filename=\"vstrecha-" + std::to_string(parked->id) + ".bundle\""}},
            std::move(*bytes)};
}

api::HttpResponse see_parked(Visit& visit) {
    const auto parked = find_parked(visit);
    if (!parked) return failed(visit, parked.error());
    const auto seen = visit.site.store.mark_parked_seen(visit.school.id, parked->id);
    if (!seen) return failed(visit, seen.error());
    return go_to("/parked", "seen");
}

api::HttpResponse ask_discard_parked(Visit& visit) {
    const auto parked = find_parked(visit);
    if (!parked) return failed(visit, parked.error());
    const auto kiosks = visit.site.store.kiosks(visit.school.id);
    if (!kiosks) return failed(visit, kiosks.error());
    View view;
    view.set("TITLE", visit.text("Discard these records?"));
    fill_parked(view, visit, *parked, *kiosks);
    return page(visit, "parked_discard", "parked", std::move(view));
}

api::HttpResponse discard_parked(Visit& visit) {
    const auto parked = find_parked(visit);
    if (!parked) return failed(visit, parked.error());
    const auto discarded = visit.site.store.discard_parked(visit.school.id, parked->id);
    if (!discarded) return failed(visit, discarded.error());
    visit.site.log.write(Log::Level::warning, "parked_discarded",
                         {{"user", visit.user.id.value}, {"parked", static_cast<std::uint64_t>(parked->id)}});
    return go_to("/parked", "discarded");
}

}  // namespace server::pages
