// The back end of a Mini App: initData in, a session in a cookie out. ../README.md says what it does and how to run it.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"time"
)

const cookie = "__Host-session"

var (
	authURL     = os.Getenv("AUTH_URL")
	sessionsURL = os.Getenv("SESSIONS_URL")
	client      = &http.Client{Timeout: 2 * time.Second}
	cached      = &nearCache{entries: map[string]entry{}}

	errRefused     = errors.New("refused")
	errUnavailable = errors.New("unavailable")
)

type session struct {
	ID            string    `json:"session_id"`
	UserID        string    `json:"user_id"`
	Token         string    `json:"token"`
	ExpiresAt     time.Time `json:"expires_at"`
	IdleExpiresAt time.Time `json:"idle_expires_at"`
	ExtendAfter   time.Time `json:"extend_after"`
}

// caller says to Sessions who asks. A token file is read again each time, because Kubernetes replaces it.
func caller() (string, error) {
	if file := os.Getenv("CALLER_TOKEN_FILE"); file != "" {
		token, err := os.ReadFile(file)
		return "Bearer " + strings.TrimSpace(string(token)), err
	}
	return "Bearer " + os.Getenv("INTERNAL_API_SECRET"), nil
}

// post reads the answer of a success into result. Everything but a success and a refusal says nothing about the user.
func post(ctx context.Context, url, authorization string, body any, result any) error {
	content := []byte{}
	if body != nil {
		content, _ = json.Marshal(body)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(content))
	if err != nil {
		return err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	response, err := client.Do(request)
	if err != nil {
		return errors.Join(errUnavailable, err)
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK, http.StatusCreated:
		if err := json.NewDecoder(response.Body).Decode(result); err != nil {
			return errors.Join(errUnavailable, err)
		}
		return nil
	case http.StatusNoContent:
		return nil
	case 400, 401, 413, 431: // 400, 413, 431: what the client sent cannot be a credential.
		return errRefused
	default:
		return fmt.Errorf("%w: %s answered %s", errUnavailable, url, response.Status)
	}
}

func verified(ctx context.Context, token string) (session, error) {
	s, ok, seen := cached.get(token)
	if ok {
		return s, nil
	}
	body := map[string]string{"token": token}
	if err := post(ctx, sessionsURL+"/v1/sessions/verify", "", body, &s); err != nil {
		return s, err
	}
	if s.ExtendAfter.Before(time.Now()) {
		// After an error the session is valid all the same; the next request extends it.
		if err := post(ctx, sessionsURL+"/v1/sessions/extend", "", body, &s); err != nil {
			log.Print("not extended: ", err)
		}
	}
	cached.put(token, s, seen)
	return s, nil
}

func tokenOf(r *http.Request) string {
	if c, err := r.Cookie(cookie); err == nil {
		return c.Value
	}
	return ""
}

// signedIn calls next with the session of the request, else it answers 401 or 503.
func signedIn(next func(http.ResponseWriter, *http.Request, session)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token := tokenOf(r)
		if token == "" {
			fail(w, errRefused)
		} else if s, err := verified(r.Context(), token); err != nil {
			fail(w, err)
		} else {
			next(w, r, s)
		}
	}
}

func me(w http.ResponseWriter, _ *http.Request, s session) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]string{"user_id": s.UserID})
}

func signIn(w http.ResponseWriter, r *http.Request) {
	authorization := r.Header.Get("Authorization")
	if !strings.HasPrefix(authorization, "tma ") {
		fail(w, errRefused)
		return
	}
	var identity struct {
		UserID string `json:"user_id"`
	}
	if err := post(r.Context(), authURL+"/v1/verify", authorization, nil, &identity); err != nil {
		fail(w, err)
		return
	}
	proof, err := caller()
	if err == nil {
		device := strings.ToValidUTF8(fmt.Sprintf("%.100s", r.UserAgent()), "")
		var created session
		body := map[string]string{"user_id": identity.UserID, "device": device}
		err = post(r.Context(), sessionsURL+"/v1/sessions", proof, body, &created)
		if err == nil {
			setCookie(w, created.Token, int(time.Until(created.ExpiresAt).Seconds()))
			return
		}
	}
	// A refusal here is of this service, not of the user.
	fail(w, fmt.Errorf("%w: no session was created: %v", errUnavailable, err))
}

func signOut(w http.ResponseWriter, r *http.Request) {
	if token := tokenOf(r); token != "" {
		body := map[string]string{"token": token}
		err := post(r.Context(), sessionsURL+"/v1/sessions/invalidate", "", body, nil)
		// A refusal: it has ended already. After a 503 it may still be valid, so the cookie stays.
		if err != nil && err != errRefused {
			fail(w, err)
			return
		}
		cached.drop(func(t string, _ session) bool { return t == token })
	}
	setCookie(w, "", -1)
}

func setCookie(w http.ResponseWriter, value string, maxAge int) {
	// In Telegram's web client the page is a frame of another site, where a cookie needs SameSite=None and Partitioned.
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: value, Path: "/", MaxAge: maxAge, Secure: true, HttpOnly: true,
		SameSite: http.SameSiteNoneMode, Partitioned: true})
	w.WriteHeader(http.StatusNoContent)
}

func fail(w http.ResponseWriter, err error) {
	if err == errRefused {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	log.Print(err)
	w.Header().Set("Retry-After", "1")
	w.WriteHeader(http.StatusServiceUnavailable)
}

func main() {
	if authURL == "" || sessionsURL == "" {
		log.Fatal("AUTH_URL and SESSIONS_URL are not set")
	}
	go func() {
		for {
			log.Print("the event feed ended, each session is verified until it is back: ", cached.follow())
			time.Sleep(time.Second)
		}
	}()
	// No other site can send POST with Authorization, or DELETE: browsers ask first (CORS), and the answer is no.
	http.HandleFunc("POST /api/session", signIn)
	http.HandleFunc("DELETE /api/session", signOut)
	http.HandleFunc("GET /api/me", signedIn(me))
	http.Handle("GET /", http.FileServer(http.Dir("../mini-app")))
	port := os.Getenv("PORT")
	if port == "" {
		port = "3000"
	}
	server := &http.Server{Addr: ":" + port, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}
