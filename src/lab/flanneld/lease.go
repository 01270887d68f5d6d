package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"sync"
	"time"
)

// leaseHolder takes this node's lease and keeps it.
type leaseHolder struct {
	store    *store
	previous cidr // the subnet of the last run, from the subnet file
}

var errTryAgain = errors.New("try again")

func (h *leaseHolder) String() string {
	previous := "None"
	if !h.previous.empty() {
		previous = h.previous.String()
	}
	return "Etcd Local Manager with Previous Subnet: " + previous
}

// acquire tries ten times, for another node may take the same subnet between the look and the write.
func (h *leaseHolder) acquire(ctx context.Context, mine leaseAttributes) (*lease, error) {
	config, err := h.store.config(ctx)
	if err != nil {
		return nil, err
	}
	for i := 0; i < 10; i++ {
		l, err := h.tryAcquire(ctx, config, mine)
		if !errors.Is(err, errTryAgain) {
			return l, err
		}
	}
	return nil, errors.New("Max retries reached trying to acquire a subnet")
}

// tryAcquire prefers the lease of this node's own address, then the previous subnet, then a free one.
func (h *leaseHolder) tryAcquire(ctx context.Context, config *networkConfig, mine leaseAttributes) (*lease, error) {
	all, _, err := h.store.leases(ctx)
	if err != nil {
		return nil, err
	}
	owner := fmt.Sprintf("for current IP (%v)", mine.PublicIP)
	own := func(l lease) bool { return l.attributes.PublicIP == mine.PublicIP }
	if l, err := h.takeOver(ctx, config, mine, all, own, owner); l != nil || err != nil {
		return l, err
	}
	former := func(l lease) bool { return !h.previous.empty() && l.subnet == h.previous }
	if l, err := h.takeOver(ctx, config, mine, all, former, "matching previously leased subnet"); l != nil || err != nil {
		return l, err
	}
	subnet, err := h.choose(config, all)
	if err != nil {
		return nil, err
	}
	l, err := h.store.write(ctx, subnet, mine, leaseTTL, true)
	if etcdCode(err) != 0 {
		return nil, errTryAgain // v0.10.0 takes every refusal of etcd for "exists already"
	}
	if err == nil {
		infof("Allocated lease (%v) to current node (%v) ", subnet, mine.PublicIP)
	}
	return l, err
}

// takeOver rewrites the lease that matches, whoever holds it, or deletes it when the configuration no longer allows it.
func (h *leaseHolder) takeOver(ctx context.Context, config *networkConfig, mine leaseAttributes, all []lease,
	matches func(lease) bool, why string) (*lease, error) {
	for _, l := range all {
		if !matches(l) {
			continue
		}
		if !config.allows(l.subnet) {
			infof("Found lease (%v) %s but not compatible with current config, deleting", l.subnet, why)
			return nil, h.store.remove(ctx, l.subnet)
		}
		infof("Found lease (%v) %s, reusing", l.subnet, why)
		ttl := leaseTTL
		if l.expiration.IsZero() {
			ttl = 0 // a reservation stays one
		}
		return h.store.write(ctx, l.subnet, mine, ttl, false)
	}
	return nil, nil
}

func (h *leaseHolder) choose(config *networkConfig, all []lease) (cidr, error) {
	leased := func(subnet cidr) bool {
		for _, l := range all {
			if subnet.overlaps(l.subnet) {
				return true
			}
		}
		return false
	}
	if !h.previous.empty() && !leased(h.previous) {
		if config.allows(h.previous) {
			infof("Found previously leased subnet (%v), reusing", h.previous)
			return h.previous, nil
		}
		errorf("Found previously leased subnet (%v) that is not compatible with the Etcd network config, ignoring", h.previous)
	}
	infof("Picking subnet in range %s ... %s", config.SubnetMin, config.SubnetMax)
	var free []cidr // the first hundred; a random one of them, so that nodes starting together seldom collide
	step := uint64(1) << (32 - config.SubnetLen)
	for ip := uint64(config.SubnetMin); ip <= uint64(config.SubnetMax) && len(free) < 100; ip += step {
		if subnet := (cidr{ipv4(ip), config.SubnetLen}); !leased(subnet) {
			free = append(free, subnet)
		}
	}
	if len(free) == 0 {
		return cidr{}, errors.New("out of subnets")
	}
	return free[rand.Intn(len(free))], nil
}

// keep renews the lease a margin before its end. It returns errRevoked when the lease is gone from etcd.
func (h *leaseHolder) keep(ctx context.Context, tasks *sync.WaitGroup, l *lease, margin time.Duration) error {
	events := make(chan leaseEvent)
	tasks.Add(1)
	go func() { defer tasks.Done(); h.watchOwn(ctx, l.subnet, events) }()
	wait := time.Until(l.expiration) - margin
	for {
		select {
		case <-time.After(wait):
			renewed, err := h.store.write(ctx, l.subnet, l.attributes, leaseTTL, false)
			if err != nil {
				errorf("Error renewing lease (trying again in 1 min): %s", err)
				wait = time.Minute
				continue
			}
			*l = *renewed
			infof("Lease renewed, new expiration: %s", l.expiration)
			wait = time.Until(l.expiration) - margin
		case event := <-events:
			if event.removed {
				errorf("Lease has been revoked. Shutting down daemon.")
				return errRevoked
			}
			l.expiration = event.lease.expiration
			wait = time.Until(l.expiration) - margin
			infof("Waiting for %s to renew lease", wait)
		case <-ctx.Done():
			infof("Stopped monitoring lease")
			return errCanceled
		}
	}
}

// watchOwn sends the lease as it is and then each change of it.
func (h *leaseHolder) watchOwn(ctx context.Context, subnet cidr, events chan<- leaseEvent) {
	index, synced := uint64(0), false
	for ctx.Err() == nil {
		var event leaseEvent
		var err error
		if synced {
			event, index, err = h.nextOwn(ctx, subnet, index)
		} else {
			event.lease, index, err = h.store.lease(ctx, subnet)
		}
		if indexCleared(err) {
			warningf("Watch of subnet leases failed because etcd index outside history window")
			synced = false
			continue
		}
		if err != nil {
			pauseAfter(ctx, "Subnet watch failed", err)
			continue
		}
		synced = true
		select {
		case events <- event:
		case <-ctx.Done():
		}
	}
}

// nextOwn keeps the index when a watch fails, so that the next one misses nothing.
func (h *leaseHolder) nextOwn(ctx context.Context, subnet cidr, index uint64) (leaseEvent, uint64, error) {
	event, next, err := h.store.next(ctx, subnet, index)
	if err != nil {
		next = index
	}
	return event, next, err
}

func pauseAfter(ctx context.Context, what string, err error) {
	if ctx.Err() != nil {
		return
	}
	errorf("%s: %v", what, err)
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
	}
}
