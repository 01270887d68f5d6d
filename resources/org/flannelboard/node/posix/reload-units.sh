# Has systemd read all unit files again.
need systemctl
systemctl --no-ask-password daemon-reload
