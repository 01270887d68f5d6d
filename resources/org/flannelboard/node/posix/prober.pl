# Pings all targets round after round over one raw socket; what it prints is described in ping.sh.
use strict;

# 69 is EX_UNAVAILABLE of sysexits.h: another prober may do.
BEGIN {
  eval { require Socket; Socket->import; 1 } or exit 69;
}

# Seconds on the monotonic clock. Debian's perl-base has no Time::HiRes: there clock_gettime(2) is
# called by its number.
my $clock = eval {
  require Time::HiRes;
  my $monotonic = Time::HiRes::CLOCK_MONOTONIC();
  sub { Time::HiRes::clock_gettime($monotonic) };
} || eval {
  require Config;
  my %number = (
    x86_64 => 228, aarch64 => 113, riscv64 => 113, powerpc64le => 246, s390x => 260,
    i686 => 265, i386 => 265, arm => 263,
  );
  my ($machine) = $Config::Config{archname} =~ /^([^-]+)/;
  my $call = $number{$machine} or exit 69;
  my $time = pack 'l!l!', 0, 0;
  sub {
    syscall $call, 1, $time;
    my ($seconds, $nanoseconds) = unpack 'l!l!', $time;
    $seconds + $nanoseconds / 1e9;
  };
} || exit 69;

sub now { $clock->() }

my ($source, $interval, $timeout, $rounds, @targets) = @ARGV;
$_ /= 1000 for $interval, $timeout;
my @address = map { inet_aton $_ } @targets;
my @to = map { pack_sockaddr_in 0, $_ } @address;
my %index;
@index{@address} = 0 .. $#address;

socket my $socket, PF_INET, SOCK_RAW, 1 or exit 69;
bind $socket, pack_sockaddr_in(0, inet_aton $source) or die "bind to $source: $!\n";
setsockopt $socket, SOL_SOCKET, SO_RCVBUF, 1 << 20;
# SOL_RAW, ICMP_FILTER (raw(7)): only echo replies, unreachable and time exceeded wake us.
setsockopt $socket, 255, 1, pack 'L', 0xffffffff & ~(1 << 0 | 1 << 3 | 1 << 11);

my $id = int rand 65536;
my $token = join '', map { chr int rand 256 } 1 .. 8;
my $first = 0;           # sequence number of the round's first echo request
my (@sent, @word);       # by target: when it was sent, what became of it
my @late;                # by target: an ICMP error about an earlier round
my $open = 0;            # requests of this round without an outcome
my $all_sent = 0;

sub decide {
  my ($i, $word) = @_;
  return if defined $word[$i];
  $word[$i] = $word;
  $open--;
}

sub request {
  my ($i) = @_;
  my $seq = $first + $i & 0xffff;
  my $sum = unpack '%32n*', my $bare = pack 'CCnnna8', 8, 0, 0, $id, $seq, $token;
  $sum = ($sum >> 16) + ($sum & 0xffff);
  $sum = ~($sum + ($sum >> 16)) & 0xffff;
  substr $bare, 2, 2, pack 'n', $sum;
  $sent[$i] = now();
  defined send $socket, $bare, 0, $to[$i] or decide($i, 's' . ($! + 0));
}

sub reply {
  my ($packet, $at) = @_;
  my $ip = (ord($packet) & 15) * 4;
  my ($type, $code, undef, $its_id, $seq) = unpack "x$ip CCnnn", $packet;
  if ($type == 0) {
    my $i = $seq - $first & 0xffff;
    return if $its_id != $id || $i > $#targets || !defined $sent[$i];
    return if substr($packet, 12, 4) ne $address[$i] || substr($packet, $ip + 8, 8) ne $token;
    my $rtt = $at - $sent[$i];
    decide($i, sprintf '%.3f', $rtt * 1000) if $rtt <= $timeout;
    return;
  }
  # The error quotes the header and at least 8 bytes of what caused it (RFC 792).
  my $quoted = substr $packet, $ip + 8;
  return if length $quoted < 28;
  my $inner = (ord($quoted) & 15) * 4;
  ($its_id, $seq) = unpack "x$inner x4 nn", $quoted;
  my $i = $index{substr $quoted, 16, 4};
  return if ord(substr $quoted, 9, 1) != 1 || $its_id != $id || !defined $i;
  my $word = ($type == 3 ? 'u' : 't') . $code;
  if ($seq == ($first + $i & 0xffff) && defined $sent[$i]) { decide($i, $word) }
  else { $late[$i] = $word }
}

# Takes what arrives until then, or until every request of the round has its outcome.
sub listen_until {
  my ($until, $may_end) = @_;
  until ($may_end && $open == 0) {
    my $left = $until - now();
    vec(my $ready = '', 0, 1) = 1;
    vec($ready, fileno $socket, 1) = 1;
    my $n = select $ready, undef, undef, $left > 0 ? $left : 0;
    return if $n <= 0;
    exit 0 if vec($ready, 0, 1) && !sysread STDIN, my $ignored, 512;
    if (vec $ready, fileno $socket, 1) {
      my $packet = '';
      reply($packet, now()) if defined recv $socket, $packet, 1500, 0;
    }
  }
}

$| = 1;
$SIG{PIPE} = sub { exit 1 };
print "prober perl\n" or exit 1;
my $start = now();
for (my $round = 1; ; $round++) {
  $open = @targets;
  @sent = @word = ();
  for my $i (0 .. $#targets) {
    listen_until($start + $i / 1000, 0);
    request($i);
  }
  listen_until($sent[-1] + $timeout, 1) if @targets;
  print join(' ', $round, map { $word[$_] // $late[$_] // '-' } 0 .. $#targets), "\n" or exit 1;
  @late = ();
  exit 0 if $round == $rounds;
  $start += $interval;
  my $now = now();
  $start = $now if $start < $now;
  listen_until($start, 0);
  $first = $first + @targets & 0xffff;
}
