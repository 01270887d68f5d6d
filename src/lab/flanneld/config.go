package main

import (
	"encoding/json"
	"errors"
	"fmt"
)

// networkConfig is the value of <prefix>/config with its defaults filled in.
type networkConfig struct {
	Network     cidr
	SubnetMin   ipv4
	SubnetMax   ipv4
	SubnetLen   int
	Backend     json.RawMessage
	backendType string
}

func parseConfig(text string) (*networkConfig, error) {
	c := &networkConfig{}
	if err := json.Unmarshal([]byte(text), c); err != nil {
		return nil, err
	}
	if err := c.fillSubnetLen(); err != nil {
		return nil, err
	}
	if err := c.fillRange(); err != nil {
		return nil, err
	}
	c.backendType = "udp" // flannel's default when none is named
	if len(c.Backend) > 0 {
		var backend struct{ Type string }
		if err := json.Unmarshal(c.Backend, &backend); err != nil {
			return nil, fmt.Errorf("error decoding Backend property of config: %v", err)
		}
		c.backendType = backend.Type
	}
	return c, nil
}

// A node needs an address each for tunnel and bridge (at most /30); the first subnet stays unused, so two would be one.
func (c *networkConfig) fillSubnetLen() error {
	switch {
	case c.SubnetLen > 30:
		return errors.New("SubnetLen must be less than /31")
	case c.SubnetLen > 0 && c.SubnetLen < c.Network.length+2:
		return errors.New("Network must be able to accommodate at least four subnets")
	case c.SubnetLen > 0:
	case c.Network.length > 28:
		return errors.New("Network is too small. Minimum useful network prefix is /28")
	case c.Network.length <= 22:
		c.SubnetLen = 24
	default:
		c.SubnetLen = c.Network.length + 2
	}
	return nil
}

func (c *networkConfig) fillRange() error {
	subnet := uint64(1) << (32 - c.SubnetLen)
	if c.SubnetMin == 0 {
		c.SubnetMin = c.Network.ip + ipv4(subnet)
	} else if !c.Network.contains(c.SubnetMin) {
		return errors.New("SubnetMin is not in the range of the Network")
	}
	if c.SubnetMax == 0 {
		c.SubnetMax = c.Network.ip + ipv4(c.Network.size()-subnet)
	} else if !c.Network.contains(c.SubnetMax) {
		return errors.New("SubnetMax is not in the range of the Network")
	}
	if c.SubnetMin != c.SubnetMin.mask(c.SubnetLen) {
		return fmt.Errorf("SubnetMin is not on a SubnetLen boundary: %v", c.SubnetMin)
	}
	if c.SubnetMax != c.SubnetMax.mask(c.SubnetLen) {
		return fmt.Errorf("SubnetMax is not on a SubnetLen boundary: %v", c.SubnetMax)
	}
	return nil
}

// allows tells whether a subnet could have been leased under this configuration.
func (c *networkConfig) allows(subnet cidr) bool {
	return subnet.ip >= c.SubnetMin && subnet.ip <= c.SubnetMax && subnet.length == c.SubnetLen
}
