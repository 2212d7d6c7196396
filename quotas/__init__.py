"""The app quotas."""
