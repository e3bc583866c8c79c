"""Many plans: several processes or a cluster, a journal that survives being killed, failures collected."""
