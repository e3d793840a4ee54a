#include "app/server/pages/words.h"

#include <algorithm>

namespace server::pages {

namespace {

using namespace std::chrono_literals;
using domain::MeetingState;

constexpr auto kSilentAfter = 24h;  // a kiosk that is switched off at night is not worth a word
constexpr auto kClockIsOff = 1min;
constexpr auto kUnsentTooLong = 1h;
constexpr int kTooHot = 80'000;  // thousandths of a degree: a Raspberry Pi slows down from 80 on

// The words of syncing::Problem and of the disk's troubles, as heartbeats have them.
std::string problem_sentence(const Visit& visit, const std::string& word) {
    if (word == "no_space") return visit.text("Its drive is full. It cannot record: free some space.");
    if (word == "read_only")
        return visit.text("Its drive cannot be written to. It cannot record: the drive may be worn out.");
    if (word == "input_output") return visit.text("Its drive fails. It cannot record: replace the drive.");
    if (word == "store_failed") return visit.text("Its own records cannot be read just now.");
    if (word == "forked")
        return visit.text(
            "It has gone on from an older copy of its records: two devices may be one and the same kiosk.");
    if (word == "ahead" || word == "differs")
        return visit.text("The server holds other records of it than it has itself. What it records now is not sent.");
    if (word == "hole") return visit.text("Some of its records are missing. What came after them is not sent.");
    if (word == "stuck") return visit.text("The server does not take some of its records. Look at what was set aside.");
    if (word == "log_damaged")
        return visit.text("Its records are damaged. It puts itself right when it is started again.");
    if (word == "cannot_sign") return visit.text("It has lost its key. Let it join once more.");
    if (word == "checkpoint_refused")
        return visit.text("It does not believe that this server has its records. Let it join once more.");
    if (word == "not_trusted") return visit.text("It does not know this server's certificate. Let it join once more.");
    if (word == "unknown_kiosk" || word == "revoked")
        return visit.text("It was told that it does not belong here any more.");
    if (word == "unreachable" || word == "timed_out" || word == "cut" || word == "busy" || word == "unexpected") {
        return visit.text("Its way to the server is not steady.");
    }
    return visit.text("It says that something is wrong: {word}.", {{"word", word}});
}

}  // namespace

std::string sign_of(const std::optional<MeetingState>& state) {
    if (!state) return "unknown";
    switch (*state) {
        case MeetingState::planned: return "planned";
        case MeetingState::mentor_only: return "mentor";
        case MeetingState::mentee_only: return "mentee";
        case MeetingState::held: return "held";
        case MeetingState::confirmed: return "confirmed";
        case MeetingState::missed: return "missed";
        case MeetingState::cancelled: return "cancelled";
    }
    return "unknown";
}

std::string word_of(const Visit& visit, const std::optional<MeetingState>& state) {
    const i18n::Texts& texts = visit.texts();
    if (!state) return texts.text("not known");
    switch (*state) {
        case MeetingState::planned: return texts.in_context("state of a meeting", "planned");
        case MeetingState::mentor_only: return texts.text("waiting for the mentee");
        case MeetingState::mentee_only: return texts.text("waiting for the mentor");
        case MeetingState::held: return texts.in_context("state of a meeting", "held");
        case MeetingState::confirmed: return texts.in_context("state of a meeting", "confirmed by the curator");
        case MeetingState::missed: return texts.in_context("state of a meeting", "missed");
        case MeetingState::cancelled: return texts.in_context("state of a meeting", "cancelled");
    }
    return {};
}

std::string sentence_of(const Visit& visit, Refusal why) {
    switch (why) {
        case Refusal::unknown_kiosk: return visit.text("They come from a kiosk that is not known here.");
        case Refusal::wrong_signature:
            return visit.text("They are not signed by the kiosk that they name. Somebody else may have made them.");
        case Refusal::another_school: return visit.text("They come from a kiosk of another school.");
        case Refusal::revoked: return visit.text("They come from a kiosk that was shut out or replaced.");
        case Refusal::gap: return visit.text("Records before them are missing.");
        case Refusal::fork:
            return visit.text(
                "They contradict what the kiosk has sent before: it may have been put back to an older copy, or two "
                "devices are one and the same kiosk.");
        case Refusal::not_a_bundle: return visit.text("These are no records of a kiosk.");
        case Refusal::sealed: return visit.text("They are sealed, and the key to them is not here.");
        case Refusal::damaged: return visit.text("They are damaged: cut off or changed on their way.");
        case Refusal::too_large: return visit.text("They are larger than the server takes.");
        case Refusal::not_in_order: return visit.text("Their numbers do not follow each other.");
        case Refusal::try_later:
        case Refusal::storage: return visit.text("They could not be stored.");
    }
    return {};
}

const KeptHealth* health_of(const std::vector<KeptHealth>& all, const domain::KioskId& kiosk) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const KeptHealth& one) { return one.kiosk == kiosk; });
    return found == all.end() ? nullptr : &*found;
}

std::string name_of(const Visit& visit, const Kiosk& kiosk) {
    return kiosk.name.empty() ? visit.text("Kiosk {id}", {{"id", kiosk.id.value.substr(0, 8)}}) : kiosk.name;
}

KioskNews news_of(const Visit& visit, const Kiosk& kiosk, const KeptHealth* health) {
    KioskNews news;
    std::optional<domain::Instant> heard = kiosk.last_heard;
    if (health && (!heard || health->heard_at > *heard)) heard = health->heard_at;
    news.heard = heard ? visit.ago(*heard) : visit.text("not yet");
    if (kiosk.state != KioskState::active) {
        news.mood = KioskNews::Mood::gone;
        news.word = kiosk.state == KioskState::replaced ? visit.text("replaced") : visit.text("shut out");
        return news;
    }
    bool is_bad = false;
    if (health) {
        const news::Health& said = health->health;
        if (!said.problem.empty()) {
            news.troubles.push_back(problem_sentence(visit, said.problem));
            is_bad = true;
        }
        if (health->clock_offset > kClockIsOff) {
            news.troubles.push_back(
                visit.text("Its clock is fast by {span}.",
                           {{"span", visit.span(std::chrono::floor<std::chrono::seconds>(health->clock_offset))}}));
        } else if (health->clock_offset < -kClockIsOff) {
            news.troubles.push_back(
                visit.text("Its clock is slow by {span}.",
                           {{"span", visit.span(std::chrono::floor<std::chrono::seconds>(-health->clock_offset))}}));
        }
        if (said.disk_total > 0 && said.disk_free * 10 < said.disk_total) {
            news.troubles.push_back(
                visit.text("Its drive is nearly full: {free} are left.", {{"free", visit.bytes(said.disk_free)}}));
        }
        if (said.unsent > 0 && said.unsent_age > kUnsentTooLong) {
            news.troubles.push_back(visit.text("The oldest record that is not here yet waits for {span}.",
                                               {{"span", visit.span(said.unsent_age)}}));
        }
        if (said.temperature.value_or(0) >= kTooHot) news.troubles.push_back(visit.text("It is too hot: give it air."));
    }
    if (!heard) {
        news.word = visit.text("not heard yet");
        news.mood = KioskNews::Mood::warning;
        return news;
    }
    news.is_silent = visit.now() - *heard > kSilentAfter;
    if (news.is_silent)
        news.troubles.insert(
            news.troubles.begin(),
            visit.text("Nothing was heard of it for {span}: is it switched on, and in the network?",
                       {{"span", visit.span(std::chrono::floor<std::chrono::seconds>(visit.now() - *heard))}}));
    news.mood = is_bad                  ? KioskNews::Mood::bad
                : news.troubles.empty() ? KioskNews::Mood::good
                                        : KioskNews::Mood::warning;
    news.word = news.is_silent           ? visit.text("silent")
                : is_bad                 ? visit.text("has a problem")
                : !news.troubles.empty() ? visit.text("needs a look")
                                         : visit.text("in order");
    return news;
}

void fill_kiosk(View& item, const Visit& visit, const Kiosk& kiosk, const KeptHealth* health) {
    const KioskNews news = news_of(visit, kiosk, health);
    constexpr std::array<const char*, 4> kMoods{"good", "warning", "bad", "gone"};
    item.set("KIOSK_NAME", name_of(visit, kiosk))
        .set("KIOSK_PATH", "/kiosks/" + kiosk.id.value)
        .set("MOOD", kMoods[static_cast<std::size_t>(news.mood)])
        .set("WORD", news.word)
        .set("HEARD", news.heard)
        .set("HELD", visit.texts().number(static_cast<long long>(kiosk.held.seq)));
    if (health && health->health.unsent > 0)
        item.add("UNSENT").set("COUNT",
                               visit.texts().plural("{n} record is not here yet", "{n} records are not here yet",
                                                    static_cast<long long>(health->health.unsent)));
    for (const std::string& trouble : news.troubles) item.add("TROUBLE").set("SENTENCE", trouble);
}

std::string kind_of(const Visit& visit, const std::string& kind) {
    if (visit.language == domain::Language::russian) return kind;
    for (const domain::MeetingKind& known : visit.catalogue().meeting_kinds) {
        if (known.name.russian == kind) return known.name.english;
    }
    return kind;
}

std::string group_name(const Visit& visit, const domain::Group& group) {
    return group.is_pair() ? visit.text("Pair {number}", {{"number", group.number}})
                           : visit.text("Group {number}", {{"number", group.number}});
}

namespace {

MeetingRow row_of(const Visit& visit, const domain::Meeting& meeting, const domain::RosterIndex& index,
                  const domain::MergedAttendance& attendance) {
    MeetingRow row;
    row.id = meeting.id;
    row.starts = meeting.starts;
    row.ends = meeting.ends;
    row.kind = kind_of(visit, meeting.kind);
    row.place = meeting.place;
    row.topic = meeting.topic;
    row.is_planned = meeting.planned;
    const domain::Group* group = index.group(meeting.group);
    if (!group) {
        row.group = visit.text("A group that is in no list");
        return row;
    }
    row.group = group_name(visit, *group);
    const auto name = [&index](const domain::PersonId& id) {
        const domain::Person* person = index.person(id);
        return person ? person->name.surname + " " + person->name.given : std::string{"?"};
    };
    row.mentor = name(group->mentor);
    for (const domain::Mentee& mentee : group->mentees)
        row.mentees += (row.mentees.empty() ? "" : ", ") + name(mentee.person);
    row.state = domain::state_of(meeting, *group, attendance.record(meeting.id), visit.local_now());
    return row;
}

}  // namespace

StoreResult<std::vector<MeetingRow>> meetings_between(const Visit& visit, domain::LocalDate first,
                                                      domain::LocalDate last) {
    const auto roster = visit.site.store.roster(visit.school.id);
    if (!roster) return base::failure(roster.error());
    const domain::RosterIndex index{*roster};
    std::vector<MeetingRow> rows;
    const auto used = visit.site.attendance.with(visit.school.id, [&](const domain::MergedAttendance& attendance) {
        const auto is_within = [&](const domain::Meeting& meeting) {
            const auto day = std::chrono::local_days{domain::date_of(meeting.starts)};
            return day >= std::chrono::local_days{first} && day <= std::chrono::local_days{last};
        };
        for (const domain::Meeting& meeting : roster->meetings) {
            if (is_within(meeting)) rows.push_back(row_of(visit, meeting, index, attendance));
        }
        for (const domain::Meeting& meeting : attendance.opened()) {
            if (is_within(meeting) && !index.meeting(meeting.id))
                rows.push_back(row_of(visit, meeting, index, attendance));
        }
    });
    if (!used) return base::failure(used.error());
    std::sort(rows.begin(), rows.end(), [&](const MeetingRow& a, const MeetingRow& b) {
        if (a.starts != b.starts) return a.starts < b.starts;
        const int order = visit.texts().compare(a.group, b.group);
        return order != 0 ? order < 0 : a.id < b.id;
    });
    return rows;
}

void fill_meeting(View& item, const Visit& visit, const MeetingRow& row) {
    item.set("TIME", visit.texts().time(row.starts))
        .set("MEETING_PATH", "/meetings/" + row.id.value)
        .set("SIGN", sign_of(row.state))
        .set("STATE", word_of(visit, row.state))
        .set("GROUP", row.group)
        .set("KIND", row.kind);
    if (!row.place.empty()) item.add("PLACE").set("TEXT", row.place);
    if (!row.topic.empty()) item.add("TOPIC").set("TEXT", row.topic);
    if (!row.mentor.empty()) item.add("PEOPLE").set("MENTOR", row.mentor).set("MENTEES", row.mentees);
    item.show_if(!row.is_planned, "UNPLANNED");
}

}  // namespace server::pages
