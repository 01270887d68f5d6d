package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"
)

// etcdClient speaks etcd's v2 key API to one member at a time and goes on to the next when a member fails.
type etcdClient struct {
	http      *http.Client
	user      *url.Userinfo
	endpoints []string

	mutex  sync.Mutex
	pinned int // the member that answered last
}

// etcdError is etcd's own refusal. The codes in use: 100 key not found, 105 exists already, 401 event index cleared.
type etcdError struct {
	Code    int    `json:"errorCode"`
	Message string `json:"message"`
	Cause   string `json:"cause"`
	Index   uint64 `json:"index"`
}

func (e *etcdError) Error() string {
	return fmt.Sprintf("%d: %s (%s) [%d]", e.Code, e.Message, e.Cause, e.Index)
}

func etcdCode(err error) int {
	var refusal *etcdError
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return 0
}

type etcdNode struct {
	Key, Value    string
	Nodes         []*etcdNode
	Expiration    *time.Time
	ModifiedIndex uint64
}

type etcdAnswer struct {
	Action string
	Node   *etcdNode
	index  uint64 // etcd's index at the time of the answer: where a watch begins
}

var errNotEtcd = errors.New("client: response is invalid json. The endpoint is probably not valid etcd cluster endpoint.")

func newEtcdClient(o *options) (*etcdClient, error) {
	trust := &tls.Config{
		// Up to TLS 1.2 a refused client certificate fails the handshake itself, as it does for flannel v0.10.0.
		MaxVersion: tls.VersionTLS12,
	}
	if o.etcdCertFile != "" || o.etcdKeyFile != "" {
		pair, err := tls.LoadX509KeyPair(o.etcdCertFile, o.etcdKeyFile)
		if err != nil {
			return nil, err
		}
		trust.Certificates = []tls.Certificate{pair}
	}
	if o.etcdCAFile != "" {
		pem, err := os.ReadFile(o.etcdCAFile)
		if err != nil {
			return nil, err
		}
		trust.RootCAs = x509.NewCertPool()
		if !trust.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("no certificate in %s", o.etcdCAFile)
		}
	}
	c := &etcdClient{
		http: &http.Client{Transport: &http.Transport{
			TLSClientConfig:     trust,
			TLSHandshakeTimeout: 10 * time.Second,
			DialContext:         (&net.Dialer{Timeout: time.Second, KeepAlive: 30 * time.Second}).DialContext,
		}},
		endpoints: strings.Split(o.etcdEndpoints, ","),
	}
	if o.etcdUsername != "" {
		c.user = url.UserPassword(o.etcdUsername, o.etcdPassword)
	}
	for _, endpoint := range c.endpoints {
		if _, err := url.Parse(endpoint); err != nil {
			return nil, err
		}
	}
	rand.Seed(time.Now().UnixNano())
	rand.Shuffle(len(c.endpoints), func(i, j int) { c.endpoints[i], c.endpoints[j] = c.endpoints[j], c.endpoints[i] })
	return c, nil
}

func (c *etcdClient) get(ctx context.Context, key string, recursive bool) (*etcdAnswer, error) {
	query := url.Values{"quorum": {"true"}, "recursive": {fmt.Sprint(recursive)}, "sorted": {"false"}}
	return c.do(ctx, http.MethodGet, key, query, nil)
}

func (c *etcdClient) put(ctx context.Context, key, value string, ttl time.Duration, onlyNew bool) (*etcdAnswer, error) {
	form := url.Values{"value": {value}}
	if ttl > 0 {
		form.Set("ttl", fmt.Sprint(int64(ttl.Seconds())))
	}
	query := url.Values{}
	if onlyNew {
		query.Set("prevExist", "false")
	}
	return c.do(ctx, http.MethodPut, key, query, form)
}

func (c *etcdClient) remove(ctx context.Context, key string) error {
	_, err := c.do(ctx, http.MethodDelete, key, nil, nil)
	return err
}

// next waits for the first change after an index. etcd ends a long wait with an empty body; then it waits again.
func (c *etcdClient) next(ctx context.Context, key string, after uint64, recursive bool) (*etcdAnswer, error) {
	query := url.Values{"wait": {"true"}, "waitIndex": {fmt.Sprint(after + 1)}, "recursive": {fmt.Sprint(recursive)}}
	for {
		answer, err := c.do(ctx, http.MethodGet, key, query, nil)
		if !errors.Is(err, io.EOF) {
			return answer, err
		}
	}
}

// do asks the pinned member first and each of the others once. Only an answer of etcd itself ends the round early.
func (c *etcdClient) do(ctx context.Context, method, key string, query, form url.Values) (*etcdAnswer, error) {
	c.mutex.Lock()
	first := c.pinned
	c.mutex.Unlock()
	failures := "client: etcd cluster is unavailable or misconfigured"
	for i := range c.endpoints {
		member := (first + i) % len(c.endpoints)
		status, header, body, err := c.ask(ctx, c.endpoints[member], method, key, query, form)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil && status/100 == 5 {
			err = fmt.Errorf("client: etcd member %s returns server error [%s]", c.endpoints[member], http.StatusText(status))
		}
		if err != nil {
			failures += fmt.Sprintf("; error #%d: %s\n", i, err)
			continue
		}
		c.mutex.Lock()
		c.pinned = member
		c.mutex.Unlock()
		return parseAnswer(status, header, body)
	}
	return nil, errors.New(failures)
}

func (c *etcdClient) ask(ctx context.Context, endpoint, method, key string, query, form url.Values) (int, http.Header, []byte, error) {
	address := strings.TrimSuffix(endpoint, "/") + "/v2/keys" + key
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, nil, nil, err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c.user != nil {
		password, _ := c.user.Password()
		request.SetBasicAuth(c.user.Username(), password)
	}
	response, err := c.http.Do(request)
	if err != nil {
		var wrapped *url.Error // its text would repeat method and address
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return 0, nil, nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, body, err
}

// parseAnswer gives io.EOF for an empty body and errNotEtcd for what is not etcd's JSON (a 404 page where v2 is off).
func parseAnswer(status int, header http.Header, body []byte) (*etcdAnswer, error) {
	if status != http.StatusOK && status != http.StatusCreated {
		refusal := &etcdError{}
		if json.Unmarshal(body, refusal) != nil {
			return nil, errNotEtcd
		}
		return nil, refusal
	}
	if len(body) == 0 {
		return nil, io.EOF
	}
	answer := &etcdAnswer{}
	if json.Unmarshal(body, answer) != nil || answer.Node == nil {
		return nil, errNotEtcd
	}
	fmt.Sscan(header.Get("X-Etcd-Index"), &answer.index) // stays 0 without the header
	return answer, nil
}
