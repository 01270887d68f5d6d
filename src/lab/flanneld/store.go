package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"time"
)

// leaseTTL is how long a subnet stays a node's own without renewal.
const leaseTTL = 24 * time.Hour

// leaseAttributes is the value of a lease in etcd.
type leaseAttributes struct {
	PublicIP    ipv4
	BackendType string          `json:",omitempty"`
	BackendData json.RawMessage `json:",omitempty"`
}

// lease is a subnet that belongs to a node until its expiration; a zero expiration is a reservation without end.
type lease struct {
	subnet     cidr
	attributes leaseAttributes
	expiration time.Time
}

// leaseEvent is one change of a lease; of a removed one only the subnet is known.
type leaseEvent struct {
	removed bool
	lease   lease
}

// store holds flannel's keys: <prefix>/config and <prefix>/subnets/<subnet>.
type store struct {
	etcd   *etcdClient
	prefix string
}

func newStore(o *options) (*store, error) {
	client, err := newEtcdClient(o)
	return &store{client, o.etcdPrefix}, err
}

func (s *store) key(parts ...string) string {
	return path.Join(append([]string{"/", s.prefix}, parts...)...)
}

func (s *store) config(ctx context.Context) (*networkConfig, error) {
	answer, err := s.etcd.get(ctx, s.key("config"), false)
	if err != nil {
		return nil, err
	}
	return parseConfig(answer.Node.Value)
}

// leases gives all leases and the index from which to watch them. No directory yet: no leases.
func (s *store) leases(ctx context.Context) ([]lease, uint64, error) {
	answer, err := s.etcd.get(ctx, s.key("subnets"), true)
	var refusal *etcdError
	if errors.As(err, &refusal) && refusal.Code == 100 {
		return nil, refusal.Index, nil
	}
	if err != nil {
		return nil, 0, err
	}
	var all []lease
	for _, node := range answer.Node.Nodes {
		l, err := leaseOf(node)
		if err != nil {
			warningf("Ignoring bad subnet node: %v", err)
			continue
		}
		all = append(all, l)
	}
	return all, answer.index, nil
}

func (s *store) lease(ctx context.Context, subnet cidr) (lease, uint64, error) {
	answer, err := s.etcd.get(ctx, s.key("subnets", subnet.key()), false)
	if err != nil {
		return lease{}, 0, err
	}
	l, err := leaseOf(answer.Node)
	return l, answer.index, err
}

// write creates or overwrites a lease and returns it with etcd's expiration.
func (s *store) write(ctx context.Context, subnet cidr, attributes leaseAttributes, ttl time.Duration, onlyNew bool) (*lease, error) {
	value, err := json.Marshal(attributes)
	if err != nil {
		return nil, err
	}
	answer, err := s.etcd.put(ctx, s.key("subnets", subnet.key()), string(value), ttl, onlyNew)
	if err != nil {
		return nil, err
	}
	return &lease{subnet, attributes, expirationOf(answer.Node)}, nil
}

func (s *store) remove(ctx context.Context, subnet cidr) error {
	return s.etcd.remove(ctx, s.key("subnets", subnet.key()))
}

// next waits for a change below subnets, of one lease or (for an empty subnet) of any.
func (s *store) next(ctx context.Context, subnet cidr, after uint64) (leaseEvent, uint64, error) {
	key, recursive := s.key("subnets"), true
	if !subnet.empty() {
		key, recursive = s.key("subnets", subnet.key()), false
	}
	answer, err := s.etcd.next(ctx, key, after, recursive)
	if err != nil {
		return leaseEvent{}, 0, err
	}
	index := answer.Node.ModifiedIndex
	if answer.Action == "delete" || answer.Action == "expire" {
		changed, ok := parseSubnetKey(answer.Node.Key)
		if !ok {
			return leaseEvent{}, 0, fmt.Errorf("%s %q: not a subnet, skipping", answer.Action, answer.Node.Key)
		}
		return leaseEvent{removed: true, lease: lease{subnet: changed}}, index, nil
	}
	l, err := leaseOf(answer.Node)
	return leaseEvent{lease: l}, index, err
}

// indexCleared tells that etcd no longer has the history (1,000 events) back to where a watch stood.
func indexCleared(err error) bool { return etcdCode(err) == 401 }

func leaseOf(node *etcdNode) (lease, error) {
	subnet, ok := parseSubnetKey(node.Key)
	if !ok {
		return lease{}, fmt.Errorf("failed to parse subnet key %s", node.Key)
	}
	l := lease{subnet: subnet, expiration: expirationOf(node)}
	err := json.Unmarshal([]byte(node.Value), &l.attributes)
	return l, err
}

func expirationOf(node *etcdNode) time.Time {
	if node.Expiration == nil {
		return time.Time{}
	}
	return *node.Expiration
}
