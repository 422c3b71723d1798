"""What answering costs, beside the kernel's floor and beside the servers that Debian packages."""
