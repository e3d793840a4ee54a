// make_corpus DIR: the seeds of the targets line, bundle, join_request, join_answer, roster_snapshot, kiosk_request,
// sync_answer and address, from invented events and people.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "app/eventlog/bundle.h"
#include "app/eventlog/checkpoint.h"
#include "app/kiosk_request/authorization.h"
#include "app/roster_snapshot/packing.h"
#include "app/school_settings/text.h"
#include "tests/fuzz/joining.h"
#include "tests/fuzz/keys.h"
#include "tests/unit/eventlog/example_log.h"
#include "tests/unit/roster_snapshot/example_school.h"
#include "tests/unit/school_settings/example_settings.h"

namespace {

void write(const std::filesystem::path& file, std::string_view bytes) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << bytes;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const std::filesystem::path folder{argv[1]};
    int number = 0;
    for (const auto& body : eventlog_test::every_kind()) {
        write(folder / "line" / (std::string{eventlog::kind_of(body)} + "-" + std::to_string(++number)),
              *eventlog::to_line(eventlog_test::event_with(body)));
    }
    std::string future =
        *eventlog::to_line(eventlog_test::event_with(domain::MeetingConfirmed{domain::MeetingId{"m1"}}));
    write(folder / "line" / "version-2", eventlog_test::replaced(future, "\"v\":1", "\"v\":2"));

    eventlog_test::Log log{6};
    log.continue_after({6, base::to_hex(log.head()), {{2, 3}}});
    log.add("p9");
    write(folder / "line" / "checkpoint", *eventlog::sign_checkpoint(log.accepted(4), fuzz::kiosk_key().private_half));
    eventlog::BundleHeader header{eventlog_test::kKiosk, 1, log.last(), eventlog::kGenesis, log.rows.size()};
    for (const bool sealed : {false, true}) {
        std::size_t next = 0;
        std::string bytes = "b";
        const auto done = eventlog::make_bundle(
            header,
            [&]() -> std::optional<std::string_view> {
                return next == log.rows.size() ? std::nullopt : std::optional<std::string_view>{log.rows[next++].line};
            },
            {fuzz::kiosk_key().private_half, sealed ? fuzz::school_key().public_half : ""},
            [&](base::ByteView more) {
                bytes += base::as_text(more);
                return true;
            });
        if (!done) return 1;
        write(folder / "bundle" / (sealed ? "sealed" : "compressed"), bytes);
    }
    // The same content, to be compressed by the target itself: with a signature that holds for these lines.
    std::string content = "c{\"bundle\":1,\"kiosk\":\"" + eventlog_test::kKiosk.value +
                          "\",\"first\":1,\"last\":" + std::to_string(header.last) + ",\"before\":\"" +
                          std::string(64, '0') + "\",\"events\":" + std::to_string(header.events) + "}\n";
    for (const auto& row : log.rows) content += row.line + "\n";
    write(folder / "bundle" / "content", content + "{\"signature\":\"" + std::string(128, '0') + "\"}\n");
    const joining::Request request = fuzz::join_request();
    write(folder / "join_request" / "request",
          *joining::write_request(request, fuzz::join_key(), fuzz::fingerprint(), fuzz::kiosk_key().private_half));
    write(folder / "join_request" / "another-certificate",
          *joining::write_request(request, fuzz::join_key(), std::string(64, 'e'), fuzz::kiosk_key().private_half));
    const joining::Answer answer{"a1b2c3d4", "Школа № 12", fuzz::school_key().public_half, std::string(64, 'c')};
    write(folder / "join_answer" / "answer",
          joining::write_answer(answer, request, fuzz::join_key(), fuzz::fingerprint()));
    for (const auto refusal :
         {joining::Refusal::wrong_code, joining::Refusal::code_used, joining::Refusal::known_elsewhere,
          joining::Refusal::try_later, joining::Refusal::too_many}) {
        const std::string name{joining::name_of(refusal)};
        write(folder / "join_answer" / name, R"({"error":")" + name + R"("})");
    }
    const std::string school = *roster_snapshot::write(roster_snapshot_test::example(), fuzz::kiosk_key().private_half);
    const std::string nobody = *roster_snapshot::write({"school1", {}}, fuzz::kiosk_key().private_half);
    // With a PIN whose salt is always the same, so that the seed is, too.
    auto settings = school_settings_test::example();
    settings.pin_hash = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2E$c2l4dGVlbiBieXRlcyBvZiBub2JvZHkgYXQgYWxs";
    const std::string set = *school_settings::write(settings, fuzz::kiosk_key().private_half);
    write(folder / "school_settings" / "lines", "t" + set.substr(0, set.rfind("{\"signed_by\"")));
    write(folder / "school_settings" / "whole", "w" + set);
    write(folder / "school_settings" / "nothing", R"(t{"school_settings":1,"school":"s","kiosk":"k","number":1,"settings":0,"pins":0,"files":0})" "\n");

    write(folder / "roster_snapshot" / "lines", "t" + school.substr(0, school.rfind("{\"signed_by\"")));
    roster_snapshot::Snapshot other = roster_snapshot_test::example();
    other.roster.aliases.add(domain::PersonId{"b1"}, domain::PersonId{"p1"});
    other.roster.aliases.add(domain::GroupId{"b1"}, domain::GroupId{"g1"});
    other.roster.aliases.add(domain::MeetingId{"b1"}, domain::MeetingId{"m1"});
    const std::string aliases = *roster_snapshot::write(other, fuzz::kiosk_key().private_half);
    write(folder / "roster_snapshot" / "aliases", "t" + aliases.substr(0, aliases.rfind("{\"signed_by\"")));
    write(folder / "roster_snapshot" / "whole", "p" + std::string{base::as_text(roster_snapshot::pack(school))});
    write(folder / "roster_snapshot" / "difference",
          "p" + std::string{base::as_text(roster_snapshot::pack_difference(school, nobody))});
    const std::string fingerprint = fuzz::fingerprint();
    const kiosk_request::Asked asked{"POST", "/api/1/kiosks/0123456789abcdef/news", "{}", fingerprint};
    write(folder / "kiosk_request" / "header",
          *kiosk_request::authorization(asked, request.kiosk, std::string(32, '7'), fuzz::kiosk_key().private_half));
    write(folder / "kiosk_request" / "another-scheme", "Bearer " + std::string(64, 'a'));
    // The byte before the body: twice the place of the status in the target, and 1 where it answers `held`.
    const auto answered = [&folder](const char* name, int status, bool is_held, const std::string& body) {
        write(folder / "sync_answer" / name, static_cast<char>(2 * status + (is_held ? 1 : 0)) + body);
    };
    const std::string head(64, 'a');
    const auto checkpoint = eventlog::sign_checkpoint({request.kiosk, 7, {}, {}, {}}, fuzz::kiosk_key().private_half);
    std::string escaped;
    for (const char letter : *checkpoint) escaped += letter == '"' ? std::string{"\\\""} : std::string{letter};
    answered("taken", 0, false, R"({"held":7,"checkpoint":")" + escaped + "\"}");
    answered("held", 0, true, R"({"head":")" + head + R"(","held":7})");
    answered("nothing-held", 0, true, R"({"head":"","held":0,"more":[{"a":[1,2]}]})");
    answered("wrong-signature", 1, false, R"({"error":"wrong_signature"})");
    answered("revoked", 2, false, R"({"error":"revoked"})");
    answered("unknown-kiosk", 3, true, R"({"error":"unknown_kiosk"})");
    answered("gap", 4, false, R"({"error":"gap","held":7,"head":")" + head + "\"}");
    answered("fork", 4, false, R"({"error":"fork","held":7,"head":")" + head + "\"}");
    answered("too-many", 7, false, R"({"error":"too_many"})");
    for (const auto& [name, address] : {std::pair{"v4", "192.0.2.7"}, std::pair{"v6", "2001:db8:1:2:3:4:5:6"},
                                        std::pair{"mapped", "::ffff:192.0.2.7"}, std::pair{"scoped", "fe80::1%eth0"}}) {
        write(folder / "address" / name, address);
    }
    std::printf("made\n");
    return 0;
}
