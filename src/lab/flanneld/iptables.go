package main

import (
	"os/exec"
	"strings"
	"time"
)

// rule is one iptables rule.
type rule struct {
	table, chain string
	spec         []string
}

// forwardRules let overlay traffic pass docker's DROP policy.
func forwardRules(network cidr) []rule {
	n := network.String()
	return []rule{
		{"filter", "FORWARD", []string{"-s", n, "-j", "ACCEPT"}},
		{"filter", "FORWARD", []string{"-d", n, "-j", "ACCEPT"}},
	}
}

// masqueradeRules keep addresses inside the overlay and translate what leaves it, multicast aside.
func masqueradeRules(network, subnet cidr) []rule {
	n, own := network.String(), subnet.String()
	return []rule{
		{"nat", "POSTROUTING", []string{"-s", n, "-d", n, "-j", "RETURN"}},
		{"nat", "POSTROUTING", []string{"-s", n, "!", "-d", "224.0.0.0/4", "-j", "MASQUERADE"}},
		{"nat", "POSTROUTING", []string{"!", "-s", n, "-d", own, "-j", "RETURN"}},
		{"nat", "POSTROUTING", []string{"!", "-s", n, "-d", n, "-j", "MASQUERADE"}},
	}
}

// keepRules looks every five seconds, for the life of the process, and writes all of them anew when one is missing:
// their order matters. They stay when flanneld ends.
func keepRules(rules []rule) {
	if _, err := exec.LookPath("iptables"); err != nil {
		errorf("Failed to setup IPTables. iptables binary was not found: %v", err)
		return
	}
	for {
		if !allPresent(rules) {
			infof("Some iptables rules are missing; deleting and recreating rules")
			for _, r := range rules {
				infof("Deleting iptables rule: %s", strings.Join(r.spec, " "))
				_ = r.iptables("-D") // usually not there
			}
			for _, r := range rules {
				infof("Adding iptables rule: %s", strings.Join(r.spec, " "))
				if err := r.iptables("-A"); err != nil {
					errorf("Failed to ensure iptables rules: Error setting up rules: failed to insert IPTables rule: %v", err)
				}
			}
		}
		time.Sleep(5 * time.Second)
	}
}

func allPresent(rules []rule) bool {
	for _, r := range rules {
		if r.iptables("-C") != nil {
			return false
		}
	}
	return true
}

func (r rule) iptables(verb string) error {
	return command("iptables", append([]string{"-w", "-t", r.table, verb, r.chain}, r.spec...)...)
}
