// make_corpus DIR: the seeds of the targets line, bundle, join_request, join_answer and roster_snapshot, from invented
// events and people.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "app/eventlog/bundle.h"
#include "app/eventlog/checkpoint.h"
#include "app/roster_snapshot/packing.h"
#include "tests/fuzz/joining.h"
#include "tests/fuzz/keys.h"
#include "tests/unit/eventlog/example_log.h"
#include "tests/unit/roster_snapshot/example_school.h"

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
    for (const auto refusal : {joining::Refusal::wrong_code, joining::Refusal::code_used,
                               joining::Refusal::known_elsewhere, joining::Refusal::try_later}) {
        const std::string name{joining::name_of(refusal)};
        write(folder / "join_answer" / name, R"({"error":")" + name + R"("})");
    }
    const std::string school = *roster_snapshot::write(roster_snapshot_test::example(), fuzz::kiosk_key().private_half);
    const std::string nobody = *roster_snapshot::write({"school1", {}}, fuzz::kiosk_key().private_half);
    write(folder / "roster_snapshot" / "lines", "t" + school.substr(0, school.rfind("{\"signed_by\"")));
    write(folder / "roster_snapshot" / "whole", "p" + std::string{base::as_text(roster_snapshot::pack(school))});
    write(folder / "roster_snapshot" / "difference",
          "p" + std::string{base::as_text(roster_snapshot::pack_difference(school, nobody))});
    std::printf("made\n");
    return 0;
}
