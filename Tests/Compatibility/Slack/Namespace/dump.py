# A WeeChat script that writes what a person at the terminal would see: every buffer with its lines, title and nicks.
import json
import os
import weechat

weechat.register("dump", "OrleansSocial", "1", "MIT", "writes all buffers to a file as JSON", "", "")


def plain(text):
    return weechat.string_remove_color(text or "", "")


def lines_of(buffer):
    found = []
    data = weechat.infolist_get("buffer_lines", buffer, "")
    while weechat.infolist_next(data):
        found.append({
            "nick": plain(weechat.infolist_string(data, "prefix")),
            "text": plain(weechat.infolist_string(data, "message")),
            "tags": weechat.infolist_string(data, "tags"),
        })
    weechat.infolist_free(data)
    return found


def nicks_of(buffer):
    found = []
    data = weechat.infolist_get("nicklist", buffer, "")
    while weechat.infolist_next(data):
        if weechat.infolist_string(data, "type") == "nick":
            found.append({"name": weechat.infolist_string(data, "name"), "group": weechat.infolist_string(data, "group_name")})
    weechat.infolist_free(data)
    return found


def dump(data, buffer, path):
    buffers = {}
    each = weechat.infolist_get("buffer", "", "")
    while weechat.infolist_next(each):
        pointer = weechat.infolist_pointer(each, "pointer")
        buffers[weechat.infolist_string(each, "full_name")] = {
            "name": weechat.infolist_string(each, "short_name"),
            "title": plain(weechat.infolist_string(each, "title")),
            "muted": weechat.buffer_get_string(pointer, "localvar_muted"),
            "type": weechat.buffer_get_string(pointer, "localvar_type"),
            "lines": lines_of(pointer),
            "nicks": nicks_of(pointer),
        }
    weechat.infolist_free(each)
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(buffers, file)
    os.rename(path + ".part", path)
    return weechat.WEECHAT_RC_OK


weechat.hook_command("dump", "", "path", "", "", "dump", "")
