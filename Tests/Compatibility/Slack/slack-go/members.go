package main

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// memberMethods calls what slack-go knows of groups, profiles and the life of conversations, and looks at what the listener's socket saw.
func memberMethods(ada, bob *slack.Client, channel string, listener, talker *inbox) {
	groups(ada, bob, listener)
	people(ada, bob, listener, talker)
	lifecycle(ada, bob, listener)
	pinned(ada, bob, channel, listener)
	personal(ada, bob, channel, listener)
}

func groups(ada, bob *slack.Client, listener *inbox) {
	name := unique("group")
	group, err := ada.CreateUserGroup(slack.UserGroup{Name: name, Handle: name, Description: "for a test"})
	must(err)
	created := listener.wait("subteam_created", func(e slack.RTMEvent) bool {
		made, ok := e.Data.(*slack.SubteamCreatedEvent)
		return ok && made.Subteam.ID == group.ID
	}).Data.(*slack.SubteamCreatedEvent)
	check("a user group is made, and others are told", created.Subteam.Handle == name && group.CreatedBy == demo.Users[0].ID, created)

	both := []string{demo.Users[0].ID, demo.Users[1].ID}
	sort.Strings(both)
	_, err = ada.UpdateUserGroupMembers(group.ID, strings.Join(both, ","))
	must(err)
	users, err := bob.GetUserGroupMembers(group.ID)
	must(err)
	sort.Strings(users)
	check("its members are those that were set", fmt.Sprint(users) == fmt.Sprint(both), users)

	_, err = ada.DisableUserGroup(group.ID)
	must(err)
	listener.wait("its end", func(e slack.RTMEvent) bool {
		updated, ok := e.Data.(*slack.SubteamUpdatedEvent)
		return ok && updated.Subteam.ID == group.ID && updated.Subteam.DateDelete != 0
	})
	check("a disabled group is not listed", !listed(bob, group.ID), group.ID)
	_, err = ada.EnableUserGroup(group.ID)
	must(err)
	check("an enabled one is", listed(bob, group.ID), group.ID)
	_, err = bob.UpdateUserGroup("S0000000000", slack.UpdateUserGroupsOptionName("x"))
	refused("no_such_subteam", err)
}

func listed(api *slack.Client, id string) bool {
	all, err := api.GetUserGroups(slack.GetUserGroupsOptionIncludeUsers(true), slack.GetUserGroupsOptionIncludeCount(true))
	must(err)
	for _, group := range all {
		if group.ID == id {
			return true
		}
	}
	return false
}

func people(ada, bob *slack.Client, listener, talker *inbox) {
	status := unique("status")
	must(ada.SetUserCustomStatus(status, ":tea:", 0))
	changed := listener.wait("user_change", func(e slack.RTMEvent) bool {
		change, ok := e.Data.(*slack.UserChangeEvent)
		return ok && change.User.ID == demo.Users[0].ID && change.User.Profile.StatusText == status
	}).Data.(*slack.UserChangeEvent)
	check("a status is told to others", changed.User.Profile.StatusEmoji == ":tea:", changed.User.Profile)
	profile, err := bob.GetUserProfile(&slack.GetUserProfileParameters{UserID: demo.Users[0].ID})
	must(err)
	check("and is in the profile", profile.StatusText == status, profile)
	must(ada.UnsetUserCustomStatus())

	// A connection counts within a fraction of a second.
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if own, err := ada.GetUserPresence(demo.Users[0].ID); err == nil && own.Online {
			break
		}
	}
	must(ada.SetUserPresence("away"))
	talker.wait("manual_presence_change", func(e slack.RTMEvent) bool {
		change, ok := e.Data.(*slack.ManualPresenceChangeEvent)
		return ok && change.Presence == "away"
	})
	presence, err := bob.GetUserPresence(demo.Users[0].ID)
	must(err)
	check("who looks away is away", presence.Presence == "away", presence)
	must(ada.SetUserPresence("auto"))
	presence, err = ada.GetUserPresence(demo.Users[0].ID)
	must(err)
	check("and comes back", presence.Presence == "active" && presence.Online && !presence.ManualAway, presence)

	snooze, err := ada.SetSnooze(10)
	must(err)
	talker.wait("dnd_updated", func(e slack.RTMEvent) bool {
		updated, ok := e.Data.(*slack.DNDUpdatedEvent)
		return ok && updated.Status.SnoozeEnabled
	})
	info, err := ada.GetDNDInfo(nil)
	must(err)
	check("a snooze shows", snooze.SnoozeEnabled && info.SnoozeEndTime == snooze.SnoozeEndTime, info)
	ended, err := ada.EndSnooze()
	must(err)
	check("and ends", !ended.SnoozeEnabled, ended)

	emoji, err := ada.GetEmoji()
	must(err)
	check("custom emoji are a map", emoji != nil, emoji)
	bot, err := ada.GetBotInfo(botID())
	must(err)
	check("a bot is described", bot.ID == botID() && !bot.Deleted, bot)
}

func botID() string {
	auth, err := slack.New(demo.Bot.Token, slack.OptionAPIURL(demo.BaseURL+"/api/")).AuthTest()
	must(err)
	return auth.BotID
}

func lifecycle(ada, bob *slack.Client, listener *inbox) {
	made, err := ada.CreateConversation(unique("life"), false)
	must(err)
	_, _, _, err = bob.JoinConversation(made.ID)
	must(err)
	name := unique("renamed")
	renamed, err := ada.RenameConversation(made.ID, name)
	must(err)
	told := listener.wait("channel_rename", func(e slack.RTMEvent) bool {
		change, ok := e.Data.(*slack.ChannelRenameEvent)
		return ok && change.Channel.ID == made.ID
	}).Data.(*slack.ChannelRenameEvent)
	check("a rename is told", renamed.Name == name && told.Channel.Name == name, told)
	purposed, err := ada.SetPurposeOfConversation(made.ID, "to be of use")
	must(err)
	check("a purpose is set", purposed.Purpose.Value == "to be of use", purposed.Purpose)

	must(ada.ArchiveConversation(made.ID))
	listener.wait("channel_archive", func(e slack.RTMEvent) bool {
		archived, ok := e.Data.(*slack.ChannelArchiveEvent)
		return ok && archived.Channel == made.ID
	})
	_, _, err = bob.PostMessage(made.ID, slack.MsgOptionText("x", false))
	refused("is_archived", err)
	check("an archived channel is left out", !mine(bob, made.ID), made.ID)
	must(ada.UnArchiveConversation(made.ID))
	listener.wait("channel_unarchive", func(e slack.RTMEvent) bool {
		opened, ok := e.Data.(*slack.ChannelUnarchiveEvent)
		return ok && opened.Channel == made.ID
	})
	check("and is back once it is opened", mine(bob, made.ID), made.ID)
}

func mine(api *slack.Client, id string) bool {
	cursor := ""
	for {
		channels, next, err := api.GetConversationsForUser(&slack.GetConversationsForUserParameters{ExcludeArchived: true, Limit: 50, Cursor: cursor})
		must(err)
		for _, channel := range channels {
			if channel.ID == id {
				return true
			}
		}
		if next == "" {
			return false
		}
		cursor = next
	}
}

func pinned(ada, bob *slack.Client, channel string, listener *inbox) {
	_, ts, err := ada.PostMessage(channel, slack.MsgOptionText("pin me", false))
	must(err)
	message := slack.NewRefToMessage(channel, ts)
	must(ada.AddPin(channel, message))
	listener.wait("pin_added", func(e slack.RTMEvent) bool {
		pin, ok := e.Data.(*slack.PinAddedEvent)
		return ok && pin.Channel == channel && pin.Item.Message != nil && pin.Item.Message.Timestamp == ts
	})
	items, _, err := bob.ListPins(channel)
	must(err)
	check("the pin is listed", len(items) == 1 && items[0].Message.Text == "pin me", items)
	must(bob.RemovePin(channel, message))
	listener.wait("pin_removed", func(e slack.RTMEvent) bool { _, ok := e.Data.(*slack.PinRemovedEvent); return ok })

	must(bob.AddReaction("eyes", message))
	reactions, err := ada.GetReactions(message, slack.NewGetReactionsParameters())
	must(err)
	check("reactions.get counts", len(reactions) == 1 && reactions[0].Name == "eyes" && reactions[0].Count == 1, reactions)
	link, err := ada.GetPermalink(&slack.PermalinkParameters{Channel: channel, Ts: ts})
	must(err)
	check("a message has an address", strings.HasSuffix(link, "/archives/"+channel+"/p"+strings.Replace(ts, ".", "", 1)), link)
}

func personal(ada, bob *slack.Client, channel string, listener *inbox) {
	secret := unique("psst")
	_, err := ada.PostEphemeral(channel, demo.Users[1].ID, slack.MsgOptionText(secret, false))
	must(err)
	got := listener.message("the message for one", secret)
	history, err := bob.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: channel, Limit: 10})
	must(err)
	check("an ephemeral message arrives and is in no history", got.Channel == channel && history.Messages[0].Text != secret, history.Messages[0])

	_, ts, _, err := ada.SendMessage(channel, slack.MsgOptionText("waves", false), slack.MsgOptionMeMessage())
	must(err)
	me := listener.wait("me_message", func(e slack.RTMEvent) bool {
		m, ok := e.Data.(*slack.MessageEvent)
		return ok && m.SubType == "me_message" && m.Timestamp == ts
	}).Data.(*slack.MessageEvent)
	check("a message in the third person arrives", me.Text == "waves", me)

	direct, _, _, err := ada.OpenConversation(&slack.OpenConversationParameters{Users: []string{demo.Users[1].ID}, ReturnIM: true})
	must(err)
	back, _, already, err := bob.OpenConversation(&slack.OpenConversationParameters{Users: []string{demo.Users[0].ID}})
	must(err)
	check("two open one conversation", direct.IsIM && direct.User == demo.Users[1].ID && back.ID == direct.ID && already, direct)
	private := unique("in-private")
	_, _, err = ada.PostMessage(direct.ID, slack.MsgOptionText(private, false))
	must(err)
	check("a direct message arrives", listener.message("the direct message", private).Channel == direct.ID, direct.ID)
	_, closed, err := bob.CloseConversation(direct.ID)
	must(err)
	check("and the conversation is closed once", !closed, closed)
}

func unique(prefix string) string {
	return fmt.Sprintf("%s-%x", prefix, time.Now().UnixNano())
}

func refused(word string, err error) {
	check("refused as "+word, err != nil && err.Error() == word, err)
}
