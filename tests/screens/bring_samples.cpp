// Bringing in: every state of it.
#include <utility>

#include "tests/screens/samples.h"

namespace samples {

using namespace kiosk::session;

namespace {

using Stage = BringView::Stage;

BringItem file(std::string name, std::uint64_t bytes, bool too_large = false) {
    return {BringKind::school_file, std::move(name), bytes, too_large, true};
}

BringProblem problem(BringProblem::Severity severity, std::string file, int row, BringWords what, BringWords remedy) {
    BringProblem one;
    one.severity = severity;
    one.file = std::move(file);
    one.sheet = "Наставляемые";
    one.row = row;
    one.column = "C";
    one.heading = "Класс";
    one.what = std::move(what);
    one.remedy = std::move(remedy);
    return one;
}

BringPreview lists() {
    BringPreview preview;
    preview.accepted = preview.changes = true;
    preview.people = {217, 12, 5, 3};
    preview.groups = {84, 4, 0, 1};
    preview.meetings = {1290, 180, 12, 40};
    preview.cards = {201, 12, 0, 3};
    return preview;
}

void add_problems(BringPreview& preview, BringProblem::Severity severity, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        preview.problems.push_back(
            problem(severity, "Наставники и наставляемые 2026-2027 (последний вариант).xlsx", static_cast<int>(7 + i),
                    {"\"{found}\" is no class.", {{"found", "5 «Ы» (спортивный)"}}},
                    {"Write the grade from 1 to 11 and the letter in Russian, such as 5А or 11-ИТ.", {}}));
}

}  // namespace

std::vector<Sample> bring_samples() {
    std::vector<Sample> all;
    const auto add = [&all](std::string name, BringView view) {
        View shown;
        shown.screen = std::move(view);
        all.push_back({"bring-" + std::move(name), std::move(shown), {}});
    };
    const auto with = [](Stage stage, BringPreview preview) {
        BringView view;
        view.stage = stage;
        view.preview = std::make_shared<const BringPreview>(std::move(preview));
        return view;
    };

    BringView choose;
    choose.offer = {1, "ФЛЕШКА", {file("Vstrecha/люди.xlsx", 48'213), file("Vstrecha/группы.xlsx", 20'113)}, false};
    choose.chosen = {true, true};
    add("choose", choose);
    BringView crowded = choose;
    crowded.offer.from = "KINGSTON-32-ДИРЕКТОР";
    crowded.offer.more = true;
    crowded.offer.items = {
        {BringKind::server_lists, "", 91'000, false, true},
        {BringKind::server_settings, "", 2'100, false, true},
        file("Список наставников и наставляемых на 2026-2027 учебный год, последний вариант (3).xlsx", 1'204'113),
        file("Фильм о школе.xlsx", 900'000'000, true)};
    for (int i = 0; i < 20; ++i) crowded.offer.items.push_back(file("встречи " + std::to_string(i) + ".csv", 9'000));
    crowded.offer.items.push_back({BringKind::catalogue, "", 30'000, false, true});
    crowded.chosen.assign(crowded.offer.items.size(), false);
    crowded.chosen[0] = true;
    add("crowded", crowded);
    BringView none = choose;
    none.offer.from.clear();
    none.offer.items.pop_back();
    none.chosen = {false};
    add("sent-none-chosen", none);

    BringView reading = choose;
    reading.stage = Stage::reading;
    reading.percent = 42;
    add("reading", reading);
    reading.stopping = true;
    add("stopping", reading);

    add("lists", with(Stage::preview, lists()));
    BringPreview warned = lists();
    warned.without_consent = 5;
    warned.outside = 214;
    warned.warnings = 8;
    add_problems(warned, BringProblem::Severity::warning, 8);
    add("lists-warnings", with(Stage::preview, warned));
    BringPreview first;
    first.accepted = first.changes = true;
    first.people.then = first.people.added = 12'417;
    first.groups.then = first.groups.added = 6'208;
    first.meetings.then = first.meetings.added = 199'999;
    first.without_consent = 1;
    add("lists-large", with(Stage::preview, first));
    BringPreview bad = lists();
    bad.accepted = bad.changes = false;
    bad.errors = 214;
    bad.warnings = 3;
    add_problems(bad, BringProblem::Severity::error, 30);
    add("errors", with(Stage::preview, bad));
    BringPreview one = bad;
    one.errors = 1;
    one.warnings = 0;
    one.problems.resize(1);
    one.problems.front().row = 0;
    one.problems.front().column.clear();
    add("one-error", with(Stage::preview, one));
    BringPreview same = lists();
    same.changes = false;
    add("same", with(Stage::preview, same));

    BringPreview server = lists();
    server.kind = BringKind::server_lists;
    add("server-lists", with(Stage::preview, server));
    BringPreview set;
    set.kind = BringKind::server_settings;
    set.accepted = set.changes = set.pin_changes = set.catalogue_changes = true;
    set.files = 7;
    using Key = domain::SettingKey;
    set.settings = {{Key::find_by, "pictures", "code"},
                    {Key::school_name, "Школа № 12", "Муниципальное общеобразовательное учреждение «Школа № 12»"},
                    {Key::sound, "on", "off"},
                    {Key::primary_colour, "none", "#1F5FBF"},
                    {Key::check_in_opens_before, "15", ""},
                    {Key::language, "ru", "en"}};
    add("server-settings", with(Stage::preview, set));
    BringPreview catalogue;
    catalogue.kind = BringKind::catalogue;
    catalogue.accepted = catalogue.changes = true;
    catalogue.forms = 5;
    catalogue.kinds = 9;
    catalogue.tags = 24;
    add("catalogue", with(Stage::preview, catalogue));

    add("taking", with(Stage::taking, lists()));
    add("done", with(Stage::done, lists()));
    add("done-settings", with(Stage::done, set));
    const std::string long_name = "Список наставников и наставляемых на 2026-2027 учебный год.xlsx";
    for (const auto& [name, why, what] : std::vector<std::tuple<std::string, BringRefusal, std::string>>{
             {"gone", BringRefusal::gone, ""},
             {"too-large", BringRefusal::too_large, long_name},
             {"too-much", BringRefusal::too_much, ""},
             {"lists-of-server", BringRefusal::lists_of_server, "vstrecha.school-12.example:8443"},
             {"catalogue-of-server", BringRefusal::catalogue_of_server, "vstrecha.school-12.example:8443"},
             {"no-server", BringRefusal::no_server, ""},
             {"server-unknown", BringRefusal::server_unknown, ""},
             {"damaged", BringRefusal::damaged, ""},
             {"newer-version", BringRefusal::newer_version, ""},
             {"wrong-signature", BringRefusal::wrong_signature, ""},
             {"another-school", BringRefusal::another_school, ""},
             {"another-kiosk", BringRefusal::another_kiosk, ""},
             {"not-consistent", BringRefusal::not_consistent, ""},
             {"older", BringRefusal::older, "1284"},
             {"loses-people", BringRefusal::loses_people, ""},
             {"not-possible", BringRefusal::not_possible, "find-by"},
             {"bad-catalogue", BringRefusal::bad_catalogue, "catalogue/70-meeting-kinds.toml:7: an unknown key"},
             {"changed-meanwhile", BringRefusal::changed_meanwhile, ""},
             {"disk", BringRefusal::disk, ""}}) {
        BringView refused = choose;
        refused.stage = Stage::refused;
        refused.refused = {why, what};
        add(name, refused);
    }
    return all;
}

}  // namespace samples
