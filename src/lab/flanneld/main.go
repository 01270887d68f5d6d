// Command flanneld is the Flannelboard lab's stand-in for flannel v0.10.0: it takes a subnet lease in etcd's v2 store and
// keeps a vxlan device with routes, neighbours and forwarding entries to the subnets of the other nodes.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// Named so that nobody takes it for the release; the number says which behaviour it follows.
const version = "v0.10.0 (Flannelboard lab stand-in, not flannel)"

var (
	errCanceled = errors.New("canceled")
	errRevoked  = errors.New("lease revoked")
)

func main() {
	opts := parseOptions(os.Args[1:])
	if opts.version {
		fmt.Fprintln(os.Stderr, version)
		os.Exit(0)
	}
	opts.fromEnvironment()
	if opts.renewMarginMinutes <= 0 || opts.renewMarginMinutes >= 24*60 {
		fatalf("Invalid subnet-lease-renew-margin option, out of acceptable range")
	}
	nic, err := opts.externalInterface()
	if err != nil {
		fatalf("%s", err)
	}
	store, err := newStore(opts)
	if err != nil {
		fatalf("Failed to create SubnetManager: %s", err)
	}
	leases := &leaseHolder{store: store, previous: readSubnetFile(opts.subnetFile)}
	infof("Created subnet manager: %s", leases)
	os.Exit(run(opts, nic, leases))
}

// run returns the exit status: 1 when the network could not be joined, 0 for a signal and for a lost lease alike.
func run(opts *options, nic *externalInterface, leases *leaseHolder) int {
	ctx, cancel := context.WithCancel(context.Background())
	var tasks sync.WaitGroup
	infof("Installing signal handlers")
	tasks.Add(1)
	go func() { defer tasks.Done(); cancelOnSignal(ctx, cancel) }()
	if opts.healthzPort > 0 {
		go serveHealthz(opts.healthzIP, opts.healthzPort)
	}
	fail := func(format string, args ...any) int {
		errorf(format, args...)
		cancel()
		tasks.Wait()
		return 1
	}

	config, err := awaitConfig(ctx, leases)
	if err != nil {
		tasks.Wait()
		return 0
	}
	backend, err := backendOf(config)
	if err != nil {
		return fail("Error fetching backend: %s", err)
	}
	device, lease, err := backend.join(ctx, nic, leases)
	if err != nil {
		return fail("Error registering network: %s", err)
	}
	if opts.ipMasq {
		go keepRules(masqueradeRules(config.Network, lease.subnet))
	}
	go keepRules(forwardRules(config.Network))
	mtu := nic.MTU - encapsulationBytes
	if err := writeSubnetFile(opts.subnetFile, config.Network, lease.subnet, mtu, opts.ipMasq); err != nil {
		warningf("Failed to write subnet file: %s", err)
	} else {
		infof("Wrote subnet file to %s", opts.subnetFile)
	}
	infof("Running backend.")
	tasks.Add(1)
	go func() { defer tasks.Done(); device.followPeers(ctx, leases.store, lease.subnet) }()
	notifyReady()

	margin := time.Duration(opts.renewMarginMinutes) * time.Minute
	if err := leases.keep(ctx, &tasks, lease, margin); errors.Is(err, errRevoked) {
		cancel()
	}
	infof("Waiting for all goroutines to exit")
	tasks.Wait()
	infof("Exiting cleanly...")
	return 0
}

// awaitConfig asks once a second, for ever: the configuration may be written after flanneld was started.
func awaitConfig(ctx context.Context, leases *leaseHolder) (*networkConfig, error) {
	for {
		config, err := leases.store.config(ctx)
		if err == nil {
			infof("Found network config - Backend type: %s", config.backendType)
			return config, nil
		}
		errorf("Couldn't fetch network config: %s", err)
		select {
		case <-ctx.Done():
			return nil, errCanceled
		case <-time.After(time.Second):
			fmt.Println("timed out")
		}
	}
}

func cancelOnSignal(ctx context.Context, cancel context.CancelFunc) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	select {
	case <-ctx.Done():
		infof("Stopping shutdownHandler...")
	case <-signals:
		cancel()
		infof("shutdownHandler sent cancel signal...")
	}
	signal.Stop(signals) // a second signal ends the process at once
}
