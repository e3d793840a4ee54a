// A stick from a kiosk to the computer that collects and back: two real folders of data, the real command, the demo
// school.
#include "app/catalogue/catalogue.h"
#include "app/i18n/texts.h"
#include "app/stick/layout.h"
#include "app/takeaway/onto_stick.h"
#include "platform/linux/linux.h"
#include "tests/unit/cli/command.h"

using command::Folder;
using command::has;

namespace {

// A kiosk with the demo school, of which this process is the program that runs.
class SchoolKiosk {
  public:
    SchoolKiosk(const Folder& folder, const std::string& name) : data_(folder / name) {
        REQUIRE(folder.run({"demo", "--data", data_}).code == 0);
        assets_ = std::filesystem::path(VSTRECHA_BUILD_DIR) / "share" / "vstrecha";
        auto catalogue = catalogue::load(*files_, assets_);
        REQUIRE(catalogue);
        catalogue_ = std::move(*catalogue);
        texts_ = i18n::Texts::load(domain::Language::russian, assets_).value();
        zone_ = i18n::load_time_zone("Asia/Novokuznetsk").value();
    }
    // The command may look at the data while nobody has them open.
    template <class Work>
    void with_store(Work work) {
        auto store = storage::Store::open(data_, {*clock_, *entropy_, *locks_, *files_}, storage::OpenMode::read_write);
        if (!store) FAIL(store.error().detail);
        const auto drive = folders_->open(stick, api::MadeFor::everybody);
        REQUIRE(drive);
        work(**store, **drive);
    }
    void take(bool everything = false) {
        with_store([&](storage::Store& store, api::EnclosedFolder& drive) {
            const takeaway::Surroundings around{catalogue_, *texts_, *zone_, zone_->to_local(clock_->read().wall)};
            takeaway::StickOrder order;
            order.everything = everything;
            takeaway::StoreRecords records{store};
            const auto taken =
                takeaway::take_onto_stick({records, *files_, data_}, drive, around, order, [](int) { return true; });
            if (!taken) FAIL(taken.error().detail);
            REQUIRE(takeaway::mark_taken_away(store, taken->up_to, "FLASH"));
        });
    }
    // What the curator does at the kiosk where the codes are the same.
    void trust(const std::string& code) {
        with_store([&](storage::Store& store, api::EnclosedFolder& drive) {
            takeaway::StoreRecords records{store};
            const auto unknown = takeaway::unknown_collectors({records, *files_, data_}, drive);
            REQUIRE(unknown.size() == 1);
            REQUIRE(stick::code_of(unknown.front()) == code);
            REQUIRE(takeaway::trust_collector({records, *files_, data_}, unknown.front()));
        });
    }
    domain::Seq read_receipts() {
        domain::Seq accepted = 0;
        with_store([&](storage::Store& store, api::EnclosedFolder& drive) {
            takeaway::StoreRecords records{store};
            const auto receipts = takeaway::read_receipts(records, drive);
            REQUIRE(receipts);
            accepted = receipts->accepted_up_to;
        });
        return accepted;
    }
    std::filesystem::path stick;

  private:
    std::filesystem::path data_, assets_;
    std::unique_ptr<api::FileSystem> files_ = platform_linux::make_file_system();
    std::unique_ptr<api::EnclosedFolders> folders_ = platform_linux::make_enclosed_folders();
    std::unique_ptr<api::ProcessLocks> locks_ = platform_linux::make_process_locks();
    std::unique_ptr<api::Clock> clock_ = platform_linux::make_clock();
    std::unique_ptr<api::Entropy> entropy_ = platform_linux::make_entropy();
    domain::Catalogue catalogue_;
    std::shared_ptr<const i18n::Texts> texts_;
    std::shared_ptr<const domain::TimeZone> zone_;
};

nlohmann::json status_of(const Folder& folder, const std::string& name) {
    return nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / name}).out);
}

}  // namespace

TEST_CASE("From the kiosk to the stick, to the archive, the receipt back, and then what is old is pruned") {
    const Folder folder("collect");
    SchoolKiosk kiosk(folder, "kiosk");
    kiosk.stick = folder / "stick";
    std::filesystem::create_directories(kiosk.stick);
    kiosk.take();
    const auto before = status_of(folder, "kiosk");
    CHECK(before["unacknowledged"].get<int>() > 0);
    CHECK(before["untaken"] == 0);
    CHECK(before["accepted_up_to"] == 0);

    const std::vector<std::string> collect{"collect", "--archive", folder / "archive", kiosk.stick};
    const auto first = folder.run(collect);
    INFO(first.out << first.error);
    CHECK(first.code == 1);  // nobody has confirmed this archive's code
    CHECK(has(first.out, "Киоск ещё не знает этот архив"));
    auto with_json = collect;
    with_json.push_back("--json");
    const std::string code = nlohmann::json::parse(folder.run(with_json).out)["code"];
    CHECK(has(first.out, code));
    kiosk.trust(code);
    kiosk.take();

    const auto second = folder.run(collect);
    INFO(second.out << second.error);
    CHECK(second.code == 0);
    CHECK(has(second.out, "Квитанция на флешке"));
    const auto told = nlohmann::json::parse(folder.run(with_json).out)["kiosks"][0];
    CHECK(told["added"] == 0);  // the same stick once more
    CHECK(told["receipt"] == true);
    const domain::Seq held = told["held"];
    CHECK(kiosk.read_receipts() == held);
    const auto after = status_of(folder, "kiosk");
    CHECK(after["unacknowledged"] == 0);
    CHECK(after["accepted_up_to"] == held);

    const auto archive = folder / "archive" / ("kiosk-" + told["kiosk"].get<std::string>());
    CHECK(folder.run({"log", "verify", "--data", folder / "kiosk", "--checkpoints", archive / "checkpoints.jsonl"})
              .code == 0);
    std::uint64_t removed = 0;
    kiosk.with_store([&](storage::Store& store, api::EnclosedFolder&) {
        REQUIRE(store.replace_roster({}));  // no meeting keeps them
        const auto pruned = store.prune(domain::Instant{std::chrono::sys_days{std::chrono::year{2099} / 1 / 1}});
        REQUIRE(pruned);
        removed = pruned->removed;
    });
    CHECK(removed > 0);
    CHECK(folder.run({"log", "verify", "--data", folder / "kiosk", "--checkpoints", archive / "checkpoints.jsonl"})
              .code == 0);
    // What comes then goes on where the archive is.
    kiosk.take();
    CHECK(folder.run(collect).code == 0);
    CHECK(kiosk.read_receipts() > held);
}

TEST_CASE("Two kiosks share a stick, and a folder named Vstrecha may be named itself") {
    const Folder folder("collect-two");
    SchoolKiosk one(folder, "one"), two(folder, "two");
    one.stick = two.stick = folder / "stick";
    std::filesystem::create_directories(one.stick);
    one.take();
    two.take();
    const std::vector<std::string> collect{"collect", "--archive", folder / "archive", one.stick / "Vstrecha",
                                           "--json"};
    const std::string code = nlohmann::json::parse(folder.run(collect).out)["code"];
    one.trust(code);
    two.trust(code);
    one.take();
    two.take();
    const auto told = nlohmann::json::parse(folder.run(collect).out);
    CHECK(told["kiosks"].size() == 2);
    CHECK(one.read_receipts() > 0);
    CHECK(two.read_receipts() > 0);
}

TEST_CASE(
    "Of a stick without records, an archive that is in use or damaged, and a stick that is not there, a sentence says "
    "what is wrong") {
    const Folder folder("collect-wrong");
    std::filesystem::create_directories(folder / "stick");
    const std::vector<std::string> collect{"collect", "--archive", folder / "archive", folder / "stick"};
    const auto empty = folder.run(collect);
    CHECK(empty.code == 1);
    CHECK(has(empty.error, "нет записей киоска"));
    CHECK(folder.run({"collect", "--archive", folder / "archive", folder / "nowhere"}).code == 1);
    {
        const auto lock = platform_linux::make_process_locks()->take(folder / "archive/archive.lock");
        REQUIRE(lock);
        const auto busy = folder.run(collect);
        CHECK(busy.code == 3);
        CHECK(has(busy.error, "другая программа"));
    }
    std::ofstream(folder / "archive/keys/collector.key") << "x\n";
    const auto damaged = folder.run(collect);
    CHECK(damaged.code == 3);
    CHECK(has(damaged.error, "повреждён"));
}
