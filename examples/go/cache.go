package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	cacheTime    = 30 * time.Second
	cacheEntries = 10_000
)

type entry struct {
	session session
	until   time.Time
}

// nearCache has verified sessions by their token, as long as the event feed says which of them have ended.
type nearCache struct {
	mutex     sync.Mutex
	entries   map[string]entry
	connected bool
	changes   int
}

// get also returns what put needs to know of the time before the token was verified.
func (c *nearCache) get(token string) (found session, ok bool, seen int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	e, ok := c.entries[token]
	return e.session, ok && c.connected && time.Now().Before(e.until), c.changes
}

func (c *nearCache) put(token string, s session, seen int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	// An event that arrived while the token was verified may have been about this session.
	if !c.connected || seen != c.changes {
		return
	}
	if len(c.entries) >= cacheEntries {
		clear(c.entries)
	}
	until := time.Now().Add(cacheTime)
	for _, end := range []time.Time{s.ExpiresAt, s.IdleExpiresAt} {
		if end.Before(until) {
			until = end
		}
	}
	c.entries[token] = entry{s, until}
}

// drop forgets the sessions that which selects.
func (c *nearCache) drop(which func(token string, s session) bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.changes++
	for token, e := range c.entries {
		if which(token, e.session) {
			delete(c.entries, token)
		}
	}
}

// restart forgets everything; connected says whether events arrive from now on.
func (c *nearCache) restart(connected bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.changes++
	c.connected = connected
	clear(c.entries)
}

func (c *nearCache) handle(event, data string) error {
	switch event {
	case "resync":
		c.restart(true)
	case "session-revoked":
		var ended struct {
			SubID struct{ ID string } `json:"sub_id"`
		}
		if err := json.Unmarshal([]byte(data), &ended); err != nil {
			return err
		}
		c.drop(func(_ string, s session) bool { return s.ID == ended.SubID.ID })
	}
	return nil
}

// follow reads one stream of events until it ends.
func (c *nearCache) follow() error {
	defer c.restart(false)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	// Sessions writes at least every 15 seconds: a stream that is silent for 20 is dead.
	const silence = 20 * time.Second
	timer := time.AfterFunc(silence, cancel)
	defer timer.Stop()
	authorization, err := caller()
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, sessionsURL+"/v1/events", nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", authorization)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	event := ""
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		timer.Reset(silence)
		switch field, value, _ := strings.Cut(lines.Text(), ":"); field {
		case "event":
			event = strings.TrimSpace(value)
		case "data":
			if err := c.handle(event, value); err != nil {
				return err
			}
		}
	}
	return errors.Join(errors.New("the stream ended"), lines.Err())
}
