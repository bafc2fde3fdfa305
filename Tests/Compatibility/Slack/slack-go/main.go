// Debian's slack-go package, unmodified, against the product: post and receive, members.go, and what a lost connection loses (nothing).
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

type demoFile struct {
	BaseURL string `json:"baseUrl"`
	Team    struct{ ID string }
	Users   []struct{ Name, ID, Email, Password string }
	Bot     struct{ Token string }
}

var (
	demo  demoFile
	steps int
)

func main() {
	content, err := os.ReadFile(os.Getenv("ORLEANSSOCIAL_DEMO"))
	must(err)
	must(json.Unmarshal(content, &demo))
	ada, bob := client(0), client(1)

	auth, err := ada.AuthTest()
	must(err)
	check("auth.test says who and where", auth.UserID == demo.Users[0].ID && auth.TeamID == demo.Team.ID, auth)

	channel, err := ada.CreateConversation(fmt.Sprintf("go-%x", time.Now().UnixNano()), false)
	must(err)
	_, _, _, err = bob.JoinConversation(channel.ID)
	must(err)
	members, _, err := ada.GetUsersInConversation(&slack.GetUsersInConversationParameters{ChannelID: channel.ID})
	must(err)
	check("two members", len(members) == 2, members)

	line := &cuttable{}
	listener := listen(bob, line)
	talker := listen(ada, &cuttable{})
	postAndReceive(ada, channel.ID, listener, talker)
	memberMethods(ada, bob, channel.ID, listener, talker)
	reconnect(ada, channel.ID, listener, line)

	check("every event was one that slack-go knows", len(listener.broken()) == 0, listener.broken())
	must(listener.rtm.Disconnect())
	must(talker.rtm.Disconnect())
	fmt.Printf("slack-go: %d steps passed\n", steps)
}

func postAndReceive(ada *slack.Client, channel string, listener, talker *inbox) {
	_, ts, err := ada.PostMessage(channel, slack.MsgOptionText("over http", false))
	must(err)
	got := listener.message("the post over HTTP", "over http")
	check("a post over HTTP arrives", got.Timestamp == ts && got.Channel == channel && got.User == demo.Users[0].ID, got)

	talker.rtm.SendMessage(talker.rtm.NewOutgoingMessage("over the socket", channel))
	ack := talker.wait("the ack", func(e slack.RTMEvent) bool { _, ok := e.Data.(*slack.AckMessage); return ok }).Data.(*slack.AckMessage)
	got = listener.message("the message over the socket", "over the socket")
	check("a message over the socket is acked and arrives", ack.Ok && ack.Timestamp == got.Timestamp, ack)

	must(ada.AddReaction("wave", slack.NewRefToMessage(channel, ts)))
	// The member's session may go on from an earlier run's, and then tells of that one's reactions first.
	reaction := listener.wait("reaction_added", func(e slack.RTMEvent) bool {
		added, ok := e.Data.(*slack.ReactionAddedEvent)
		return ok && added.Item.Timestamp == ts
	})
	check("a reaction arrives", reaction.Data.(*slack.ReactionAddedEvent).Reaction == "wave", reaction.Data)

	_, _, _, err = ada.UpdateMessage(channel, ts, slack.MsgOptionText("edited", false))
	must(err)
	changed := listener.wait("message_changed", func(e slack.RTMEvent) bool {
		m, ok := e.Data.(*slack.MessageEvent)
		return ok && m.SubType == "message_changed" && m.SubMessage != nil && m.SubMessage.Timestamp == ts
	}).Data.(*slack.MessageEvent)
	check("an edit arrives", changed.SubMessage != nil && changed.SubMessage.Text == "edited", changed)

	history, err := ada.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: channel, Limit: 2})
	must(err)
	check("history agrees, newest first", len(history.Messages) == 2 && history.Messages[0].Text == "over the socket", history.Messages)
}

// reconnect cuts the listener's line, posts meanwhile, and expects all of it afterwards: once, and in order.
func reconnect(ada *slack.Client, channel string, listener *inbox, line *cuttable) {
	const before, during, after = 5, 20, 5
	var sent []string
	post := func(count int) {
		for i := 0; i < count; i++ {
			text := fmt.Sprintf("gap %d", len(sent))
			_, _, err := ada.PostMessage(channel, slack.MsgOptionText(text, false))
			must(err)
			sent = append(sent, text)
		}
	}
	post(before)
	listener.message("the last post before the cut", sent[len(sent)-1])
	// The library answers the server's ping behind a message after it has handed the message out: what is cut in between comes again.
	// Its own pings go the same way: of two pongs from now on the second is of a ping that was sent after that answer.
	listener.pong()
	listener.pong()
	line.cut()
	post(during)
	line.mend()
	listener.wait("the second connection", func(e slack.RTMEvent) bool {
		c, ok := e.Data.(*slack.ConnectedEvent)
		return ok && c.ConnectionCount > 0
	})
	post(after)
	listener.message("the last post after the cut", sent[len(sent)-1])

	seen := listener.texts("gap ")
	check("nothing was lost, repeated or reordered by a cut connection", fmt.Sprint(seen) == fmt.Sprint(sent), seen)
}

// client logs in: with a token of its own a connection goes on from no earlier scenario's.
func client(user int) *slack.Client {
	form := url.Values{"email": {demo.Users[user].Email}, "password": {demo.Users[user].Password}}
	response, err := http.PostForm(demo.BaseURL+"/api/social.logIn", form)
	must(err)
	defer response.Body.Close()
	var answer struct{ Token string }
	must(json.NewDecoder(response.Body).Decode(&answer))
	return slack.New(answer.Token, slack.OptionAPIURL(demo.BaseURL+"/api/"))
}

func listen(api *slack.Client, line *cuttable) *inbox {
	rtm := api.NewRTM(slack.RTMOptionDialer(&websocket.Dialer{NetDial: line.dial, HandshakeTimeout: 10 * time.Second}),
		slack.RTMOptionPingInterval(2*time.Second))
	box := &inbox{rtm: rtm, news: make(chan struct{}, 1)}
	go rtm.ManageConnection()
	go box.collect()
	box.wait("hello", func(e slack.RTMEvent) bool { _, ok := e.Data.(*slack.HelloEvent); return ok })
	return box
}

// cuttable is a dialer whose connections a test can cut, and which does not connect again until it is mended.
type cuttable struct {
	mu    sync.Mutex
	conns []net.Conn
	down  bool
}

func (c *cuttable) dial(network, address string) (net.Conn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.down {
		return nil, fmt.Errorf("the line is cut")
	}
	conn, err := net.DialTimeout(network, address, 5*time.Second)
	if err == nil {
		c.conns = append(c.conns, conn)
	}
	return conn, err
}

func (c *cuttable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down = true
	for _, conn := range c.conns {
		conn.Close()
	}
	c.conns = nil
}

func (c *cuttable) mend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down = false
}

// inbox keeps every event of a connection, and waits for one, past or future.
type inbox struct {
	rtm    *slack.RTM
	mu     sync.Mutex
	events []slack.RTMEvent
	news   chan struct{}
}

func (b *inbox) collect() {
	for event := range b.rtm.IncomingEvents {
		b.mu.Lock()
		b.events = append(b.events, event)
		b.mu.Unlock()
		select {
		case b.news <- struct{}{}:
		default:
		}
	}
}

func (b *inbox) wait(what string, matches func(slack.RTMEvent) bool) slack.RTMEvent {
	deadline := time.After(20 * time.Second)
	for {
		b.mu.Lock()
		for _, event := range b.events {
			if matches(event) {
				b.mu.Unlock()
				return event
			}
		}
		b.mu.Unlock()
		select {
		case <-b.news:
		case <-deadline:
			check(what+" came", false, b.texts(""))
		}
	}
}

func (b *inbox) message(what, text string) *slack.MessageEvent {
	return b.wait(what, func(e slack.RTMEvent) bool {
		m, ok := e.Data.(*slack.MessageEvent)
		return ok && m.SubType == "" && m.Text == text
	}).Data.(*slack.MessageEvent)
}

// pong waits for the answer to one more of the library's own pings.
func (b *inbox) pong() {
	known := map[interface{}]bool{}
	b.mu.Lock()
	for _, event := range b.events {
		known[event.Data] = true
	}
	b.mu.Unlock()
	b.wait("a pong", func(e slack.RTMEvent) bool { _, ok := e.Data.(*slack.LatencyReport); return ok && !known[e.Data] })
}

func (b *inbox) texts(prefix string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var texts []string
	for _, event := range b.events {
		if m, ok := event.Data.(*slack.MessageEvent); ok && len(m.Text) >= len(prefix) && m.Text[:len(prefix)] == prefix {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func (b *inbox) broken() []error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var errs []error
	for _, event := range b.events {
		if e, ok := event.Data.(*slack.UnmarshallingErrorEvent); ok {
			errs = append(errs, e.ErrorObj)
		}
	}
	return errs
}

func check(what string, holds bool, got interface{}) {
	if !holds {
		fmt.Fprintf(os.Stderr, "not ok - %s\ngot: %+v\n", what, got)
		os.Exit(1)
	}
	steps++
	fmt.Printf("ok %d - %s\n", steps, what)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
