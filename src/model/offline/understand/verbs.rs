//! Verbs that people begin their tasks with.

/// Verbs that often begin a task.
pub const TASK_VERBS: &str = "buy|call|pay|email|mail|write|send|clean|wash|book|fix|pick|go|visit|order|schedule|\
    plan|prepare|study|learn|meet|return|renew|water|feed|walk|cook|bake|file|submit|review|make|do|take|\
    text|ring|phone|practice|organize|organise|repair|install|create|bring|collect|iron|vacuum|mow|paint|\
    pack|print|register|replace|research|sell|sew|sign|sort|start|update|upload|draft|check|drop|arrange|\
    attend|change|charge|contact|deliver|exercise|read|shop|wrap|get|invite|cancel|finalize|hoover|tidy|\
    build|design|test|deploy|apply|backup|donate|empty|reply|respond|discuss";
