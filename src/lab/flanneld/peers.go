package main

import (
	"context"
	"encoding/json"
	"os/exec"
	"strings"
)

// followPeers programs the kernel for each lease of another node as it comes, changes and goes. Like v0.10.0 it never
// looks whether the entries are still there.
func (d *vxlanDevice) followPeers(ctx context.Context, s *store, own cidr) {
	infof("watching for new subnet leases")
	known := map[cidr]lease{}
	index, synced := uint64(0), false
	for ctx.Err() == nil {
		if !synced {
			all, snapshot, err := s.leases(ctx)
			if err != nil {
				pauseAfter(ctx, "Watch subnets", err)
				continue
			}
			d.reset(known, all, own)
			index, synced = snapshot, true
			continue
		}
		event, next, err := s.next(ctx, cidr{}, index)
		if indexCleared(err) {
			warningf("Watch of subnet leases failed because etcd index outside history window")
			synced = false
			continue
		}
		if err != nil {
			pauseAfter(ctx, "Watch subnets", err)
			continue
		}
		index = next
		if event.lease.subnet != own {
			d.apply(known, event)
		}
	}
}

// reset compares by subnet alone, as v0.10.0 does: a lease that only changed its address or MAC is left as it was.
func (d *vxlanDevice) reset(known map[cidr]lease, all []lease, own cidr) {
	present := map[cidr]bool{}
	for _, l := range all {
		present[l.subnet] = true
		if _, old := known[l.subnet]; !old && l.subnet != own {
			d.apply(known, leaseEvent{lease: l})
		}
	}
	for subnet := range known {
		if !present[subnet] {
			d.apply(known, leaseEvent{removed: true, lease: lease{subnet: subnet}})
		}
	}
}

func (d *vxlanDevice) apply(known map[cidr]lease, event leaseEvent) {
	l := event.lease
	if event.removed {
		former, ok := known[l.subnet]
		if !ok {
			errorf("Removed subnet (%s) was not found", l.subnet)
			return
		}
		l = former
		delete(known, l.subnet)
	} else {
		known[l.subnet] = l
	}
	if l.attributes.BackendType != "vxlan" {
		warningf("ignoring non-vxlan subnet(%s): type=%v", l.subnet, l.attributes.BackendType)
		return
	}
	var data vxlanData
	if err := json.Unmarshal(l.attributes.BackendData, &data); err != nil {
		errorf("error decoding subnet lease JSON: %s", err)
		return
	}
	switch {
	case d.directRouting && onLink(l.attributes.PublicIP):
		d.routeDirectly(l, event.removed)
	case event.removed:
		d.removePeer(l, data.VtepMAC)
	default:
		d.addPeer(l, data.VtepMAC)
	}
}

// addPeer sets neighbour, forwarding entry and, last, the route: with a route alone the kernel would ask by ARP.
func (d *vxlanDevice) addPeer(l lease, mac string) {
	if err := d.addNeighbour(l, mac); err != nil {
		errorf("AddARP failed: %s", err)
		return
	}
	if err := bridge("fdb", "replace", mac, "dev", d.name, "dst", l.attributes.PublicIP.String(), "self", "permanent"); err != nil {
		errorf("AddFDB failed: %s", err)
		d.removeNeighbour(l, mac)
		return
	}
	if err := ip(d.route("replace", l)...); err != nil {
		errorf("failed to add vxlanRoute (%s -> %s): %v", l.subnet, l.subnet.ip, err)
		d.removeNeighbour(l, mac)
		d.removeForwarding(l, mac)
	}
}

// removePeer removes what it can; one entry already gone does not keep the others.
func (d *vxlanDevice) removePeer(l lease, mac string) {
	d.removeNeighbour(l, mac)
	d.removeForwarding(l, mac)
	if err := ip(d.route("delete", l)...); err != nil {
		errorf("failed to delete vxlanRoute (%s -> %s): %v", l.subnet, l.subnet.ip, err)
	}
}

func (d *vxlanDevice) route(verb string, l lease) []string {
	return []string{"route", verb, l.subnet.String(), "via", l.subnet.ip.String(), "dev", d.name, "onlink"}
}

func (d *vxlanDevice) addNeighbour(l lease, mac string) error {
	return ip("neighbour", "replace", l.subnet.ip.String(), "lladdr", mac, "dev", d.name, "nud", "permanent")
}

func (d *vxlanDevice) removeNeighbour(l lease, mac string) {
	if err := ip("neighbour", "delete", l.subnet.ip.String(), "lladdr", mac, "dev", d.name); err != nil {
		errorf("DelARP failed: %s", err)
	}
}

func (d *vxlanDevice) removeForwarding(l lease, mac string) {
	if err := bridge("fdb", "delete", mac, "dev", d.name, "dst", l.attributes.PublicIP.String(), "self"); err != nil {
		errorf("DelFDB failed: %s", err)
	}
}

// routeDirectly is for nodes on one link, where the configuration wants no tunnel.
func (d *vxlanDevice) routeDirectly(l lease, removed bool) {
	verb := "replace"
	if removed {
		verb = "delete"
	}
	if err := ip("route", verb, l.subnet.String(), "via", l.attributes.PublicIP.String()); err != nil {
		errorf("Error changing route to %v via %v: %v", l.subnet, l.attributes.PublicIP, err)
	}
}

// onLink tells that the kernel reaches an address without a gateway.
func onLink(address ipv4) bool {
	out, err := exec.Command("ip", "-4", "route", "get", address.String()).Output()
	return err == nil && !strings.Contains(string(out), " via ")
}
