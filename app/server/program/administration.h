#pragma once

#include <filesystem>
#include <string>

#include "app/joining/code.h"
#include "app/server/store/store.h"
#include "platform/api/file_system.h"

namespace server {

// What whoever runs the machine asks of the server: a JSON object in, one out, so that a command does the same on the
// store itself and, where a server has it, through that server's admin listener. An answer that holds "error" is a
// sentence for that person. Never over the network: a code that it gives is a secret. Any thread.
//
//   {"do":"school_list"}                                 {"schools":[{"id","name","kiosks"}]}
//   {"do":"school_add","name"}                           {"id"}
//   {"do":"kiosk_list","school"} {"kiosks":[{"id","name","school","state","held","last_heard","health"}]}
//   {"do":"kiosk_show","kiosk"}                          one of these; "health": what it said last of how it is, or {}
//   {"do":"kiosk_add","school","name","replaces"}        {"code","host","port","minutes"}
//   {"do":"kiosk_rename","kiosk","name"}                 {}
//   {"do":"kiosk_revoke","kiosk"}                        {}
//   {"do":"meeting_list","school","day"}
//   {"meetings":[{"id","school","day","state","people":[{"id","side","presence"}]}]}
//   {"do":"meeting_why","school","meeting"}              {"meeting","state","says","events":[]}, sentences
//   {"do":"roster_get","school"}                         {"number","signed_by","packed"}, of none only {"number":0}
//   {"do":"roster_publish","school","based_on","signed_by","packed"}      {"number","hash"}
//   {"do":"roster_revert","school","number"}                              {"number","hash"}
//   {"do":"roster_history","school"} {"rosters":[{"number","hash","made_at","made_by","people","groups","meetings"}]}
//   {"do":"settings_get","school"}
//   {"number","values":{NAME:VALUE},"kiosks":{ID:{NAME:VALUE}},"pin_set_at","files":[[NAME,CONTENT]]}
//   {"do":"settings_set","school","kiosk","name","value"}                 {"number"}; settings_unset: without "value"
//   {"do":"pin_set","school","hash"}                                      {"number"}; an empty hash: none
//   {"do":"catalogue_set","school","files":[[NAME,CONTENT]]}              {"number"}; no files: the program's own
//   {"do":"match_list","school"} {"kiosks":[{"kiosk","name","school","came_at","people","groups","meetings","doubtful"}]}
//   {"do":"match_show","kiosk"}
//   {"number","seen","doubtful","came_at","people":[LINE],"groups":[LINE],"same_meetings","new_meetings"}
//   {"do":"match_decide","kiosk","brought","stands_for"}                  {}; "": new
//   {"do":"match_confirm","kiosk","seen"}
//   {"number","hash","new_people","new_groups","new_meetings","told":[{"id","says","change"}]}
//   {"do":"match_discard","kiosk"}                                        {}
//   {"do":"stick_bundle","bundle"}    {"kiosk","held","added","checkpoint","acceptor"}, or {"refused":WORD} (ingest.h)
//   {"do":"stick_gift","school","kiosk"}                 {"number","lists","settings"}, sealed; see stick_gift.h
//   {"do":"verify"}                                      {"kiosks":[{"id","name","school","events","findings":[]}]}
//   {"do":"backup","to"}                                 {}, when the copy is on the disk
//   {"do":"user_..."}, {"do":"school_zone"}              see user_administration.h
//
// "bundle": in hexadecimal, as it lay on a stick. "packed": in hexadecimal, a snapshot's text as app/roster_snapshot packs it; what is published is signed anew,
// whoever signed it for the way. "school" may be empty: the only one, or for lists every one.
// LINE is {"id","says","verdict","decided","is","possible":[],"differs":[]}; "is" and those that are possible {"id","says"}.
// "day" is YYYY-MM-DD, or empty: every one.
class Administration {
  public:
    struct Place {
        std::filesystem::path data;  // the folder
        joining::Address address;    // where kiosks find the server; an empty host: nobody knows
    };
    Administration(Store& store, api::FileSystem& files, Place place);
    [[nodiscard]] std::string answer(const std::string& request);

  private:
    class Work;
    Store& store_;
    api::FileSystem& files_;
    const Place place_;
};

}  // namespace server
