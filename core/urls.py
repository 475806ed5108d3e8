from django.urls import path

from core.views import attachments, audit, bulk, comments, exports, imports, jobs, notices, policies, timeline

app_name = "core"
urlpatterns = [
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/count/", notices.notice_count, name="notice_count"),
    path("notices/read/", notices.notice_read, name="notice_read"),
    path("notices/settings/", notices.notice_settings, name="notice_settings"),
    path("notices/rules/", notices.notice_rules, name="notice_rules"),
    path("notices/<int:pk>/open/", notices.notice_open, name="notice_open"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/<int:pk>/", audit.audit_detail, name="audit_detail"),
    path("policies/", policies.policy_list, name="policy_list"),
    path("policies/<str:key>/", policies.policy_detail, name="policy_detail"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<str:code>/run/", jobs.job_run, name="job_run"),
    path("jobs/messages/<int:pk>/retry/", jobs.outbox_retry, name="outbox_retry"),
    path("bulk/<int:pk>/", bulk.bulk_detail, name="bulk_detail"),
    path("bulk/<int:pk>/undo/", bulk.bulk_undo, name="bulk_undo"),
    path("exports/<int:pk>/", exports.export_detail, name="export_detail"),
    path("exports/<int:pk>/file/", exports.export_download, name="export_download"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_create, name="import_create"),
    path("imports/template/", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/check/", imports.import_check, name="import_check"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<int:pk>/errors/", imports.import_errors, name="import_errors"),
    path("timeline/<str:kind>/<int:pk>/", timeline.timeline, name="timeline"),
    path("comments/<str:kind>/<int:pk>/", comments.comment_add, name="comment_add"),
    path("attachments/<str:kind>/<int:pk>/", attachments.attachment_list, name="attachment_list"),
    path("attachments/<int:pk>/", attachments.attachment_download, name="attachment_download"),
    path("attachments/<int:pk>/remove/", attachments.attachment_remove, name="attachment_remove"),
]
