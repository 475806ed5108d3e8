"""Who may open what, and who may do what to what.

First drawn from the running site, then read row by row against the duties of the roles and corrected where the site
was wrong. It imports nothing of the code it judges.

A column is a person of tests/cast.py, `-` a stranger. The records are rep's: rep2 is a team mate, rep_south and
head_south another region, account in the East without a share in them; head and region are above rep.

    +  gets it, or passes the gate (a verb may still say 400, 409 or 412)
    x  403: sees it, may not
    .  404: does not see it (and, for a record named in a write, is told the same as for one that is absent)
    >  is sent to log in (pages), 401 (API)

Who adds a route adds its rows; tests/permissions/test_matrix.py fails until then, and on every cell that differs.
"""

PAGES = """
#                                                            h               p
#                                                      r     e               r l   m
#                                                      e     a   d       e   o o   a
#                                                      p a   d   i       n f d g s r
#                                                      _ c   _ r r   l i g i u i e k
#                                                      s c   s e e   e n i n c s r e   a
#                                                    r o o h o g c   a s n a t t v t   d
#                                                  r e u u e u i t   d i e n i i i i   m
#                                                  e p t n a t o o v e d e c o c c n h i
#                                                - p 2 h t d h n r p r e r e n s e g r n

# The front door
GET   home                                        > + + + + + + + + + + + + + + + + + + +
POST  home                                        > + + + + + + + + + + + + + + + + + + +
GET   start                                       > + + + + + + + + + + + + + + + + + + +
POST  start                                       > + + + + + + + + + + + + + + + + + + +
GET   home_later                                  > + + + + + + + + + + + + + + + + + + +
GET   sample_data                                 > x x x x x x x x x x x x x x x x x x +
POST  sample_data                                 > x x x x x x x x x x x x x x x x x x +
GET   healthz                                     + + + + + + + + + + + + + + + + + + + +
GET   readyz                                      + + + + + + + + + + + + + + + + + + + +
GET   metrics                                     + + + + + + + + + + + + + + + + + + + +
GET   set_language                                + + + + + + + + + + + + + + + + + + + +
POST  set_language                                + + + + + + + + + + + + + + + + + + + +

# The frame
GET   pages:search                                > + + + + + + + + + + + + + + + + + + +
GET   pages:pick                                  > + + + + + + + + + + + + + + + + + + +
GET   pages:counts                                > + + + + + + + + + + + + + + + + + + +
POST  pages:preferences                           + + + + + + + + + + + + + + + + + + + +
GET   pages:create                                > + + + + + + + + + + + + + + + + + + +
GET   pages:worker                                + + + + + + + + + + + + + + + + + + + +
GET   pages:apart                                 + + + + + + + + + + + + + + + + + + + +
GET   pages:design                                > . . . . . . . . . . . . . . . . . . .
POST  pages:design                                > . . . . . . . . . . . . . . . . . . .
GET   pages:design_list                           > . . . . . . . . . . . . . . . . . . .
POST  pages:design_list                           > . . . . . . . . . . . . . . . . . . .
GET   pages:design_record                         > . . . . . . . . . . . . . . . . . . .
POST  pages:design_record                         > . . . . . . . . . . . . . . . . . . .
GET   pages:design_form                           > . . . . . . . . . . . . . . . . . . .
POST  pages:design_form                           > . . . . . . . . . . . . . . . . . . .

# Approvals: rep's reported quote, waiting for head
GET   workflow:inbox                              > + + + + + + + + + + + + + + + + + + +
GET   workflow:request_detail                     > + . . . + . + + + + . . . . . . . . .
GET   workflow:request_withdraw                   > + . . . + . + + + + . . . . . . . . .
POST  workflow:request_withdraw                   > + . . . x . x x x x . . . . . . . . .
POST  workflow:request_remind                     > + . . . x . x x x x . . . . . . . . .
GET   workflow:request_copy                       > + . . . + . + + + + . . . . . . . . .
POST  workflow:request_copy                       > + . . . + . x x x x . . . . . . . . .
POST  workflow:step_approve                       > x . . . + . x x x x . . . . . . . . .
POST  workflow:step_return                        > x . . . + . x x x x . . . . . . . . .
POST  workflow:step_reject                        > x . . . + . x x x x . . . . . . . . .
GET   workflow:step_transfer                      > + . . . + . + + + + . . . . . . . . .
POST  workflow:step_transfer                      > x . . . + . x x x x . . . . . . . . .
GET   workflow:step_add_signer                    > + . . . + . + + + + . . . . . . . . .
POST  workflow:step_add_signer                    > x . . . + . x x x x . . . . . . . . .
POST  workflow:steps_approve                      > + + + + + + + + + + + + + + + + + + +
POST  workflow:verdict_undo                       > + + + + + + + + + + + + + + + + + + +
GET   workflow:route_list                         > x x x x x x x x x x x x x x x x x x +
GET   workflow:route_try                          > x x x x x x x x x x x x x x x x x x +
GET   workflow:route_detail                       > x x x x x x x x x x x x x x x x x x +
GET   workflow:route_revise                       > x x x x x x x x x x x x x x x x x x +
POST  workflow:route_revise                       > x x x x x x x x x x x x x x x x x x +

# Notices, log, rules, jobs, files (on rep's notice and customer)
GET   core:notice_list                            > + + + + + + + + + + + + + + + + + + +
GET   core:notice_count                           > + + + + + + + + + + + + + + + + + + +
POST  core:notice_read                            > + + + + + + + + + + + + + + + + + + +
GET   core:notice_settings                        > + + + + + + + + + + + + + + + + + + +
POST  core:notice_settings                        > + + + + + + + + + + + + + + + + + + +
GET   core:notice_rules                           > x x x x x x x x x x x x x x x x x x +
POST  core:notice_rules                           > x x x x x x x x x x x x x x x x x x +
POST  core:notice_open                            > + . . . . . . . . . . . . . . . . . .
GET   core:audit_list                             > x x x x x x x x x x x x x x x x x x +
POST  core:audit_list                             > x x x x x x x x x x x x x x x x x x +
GET   core:audit_detail                           > . . . . . . . . . . . . . . . . . . +
GET   processes:process_list                      > + + + + + + + + + + + + + + + + + + +
GET   processes:process_detail                    > + + + + + + + + + + + + + + + + + + +
GET   core:policy_list                            > + + + + + + + + + + + + + + + + + + +
GET   core:policy_detail                          > + + + + + + + + + + + + + + + + + + +
POST  core:policy_detail                          > x x x x x x x x x x x x x x x x x x +
GET   core:job_list                               > x x x x x x x x x x x x x x x x x x +
POST  core:job_run                                > x x x x x x x x x x x x x x x x x x +
POST  core:outbox_retry                           > . . . . . . . . . . . . . . . . . . +
GET   core:timeline                               > + . . . + . + + + + + . + . . + . . .
GET   core:comment_add                            > + . . . + . + + + + + . + . . + . . .
POST  core:comment_add                            > + . . . + . + + + + + . + . . + . . .
GET   core:attachment_list                        > + . . . + . + + + + + . + . . + . . .
POST  core:attachment_list                        > + . . . + . + + + x + . x . . x . . .
GET   core:bulk_detail                            > + . . . . . . . . . . . . . . . . . .
POST  core:bulk_detail                            > + . . . . . . . . . . . . . . . . . .
POST  core:bulk_undo                              > + . . . . . . . . . . . . . . . . . .
GET   core:export_detail                          > . . . . + . . . . . . . . . . . . . .
GET   core:export_download                        > . . . . + . . . . . . . . . . . . . .
GET   core:import_list                            > + + + + + + + + + + + + + + + + + + +
GET   core:import_create                          > x x x x + + + + + x + x x x x x + x x
POST  core:import_create                          > x x x x + + + + + x + x x x x x + x x
GET   core:import_template                        > x x x x + + + + + x + x x x x x + x x
GET   core:import_detail                          > . . . . + . . . . . . . . . . . . . .
POST  core:import_check                           > . . . . + . . . . . . . . . . . . . .
POST  core:import_confirm                         > . . . . + . . . . . . . . . . . . . .
POST  core:import_undo                            > . . . . + . . . . . . . . . . . . . .
GET   core:import_errors                          > . . . . + . . . . . . . . . . . . . .
GET   core:attachment_download                    > + . . . + . + + + + + . + . . + . . .
POST  core:attachment_remove                      > + . . . + . + + + x + . x . . x . . .

# Customers and visits: rep's customer, in the East
GET   customers:customer_list                     > + + + + + + + + + + + + + + + + + + +
POST  customers:customer_list                     > + + + + + + + + + + + + + + + + + + +
GET   customers:customer_create                   > + + + + + + + + + x + x x x x x + x x
POST  customers:customer_create                   > + + + + + + + + + x + x x x x x + x x
GET   customers:customer_analysis                 > + + + + + + + + + + + x + x x + + x x
GET   customers:customer_duplicates               > + + + + + + + + + x + x x x x x + x x
GET   customers:place_suggest                     > + + + + + + + + + + + + + + + + + + +
GET   customers:customer_detail                   > + . . . + . + + + + + . + . . + . . .
GET   customers:customer_edit                     > + . . . + . + + + x + . x . . x . . .
POST  customers:customer_edit                     > + . . . + . + + + x + . x . . x . . .
GET   customers:customer_classify                 > + . . . + . + + + x + . x . . x . . .
POST  customers:customer_classify                 > + . . . + . + + + x + . x . . x . . .
GET   customers:customer_merge                    > x . . . + . + + + x + . x . . x . . .
POST  customers:customer_merge                    > x . . . + . + + + x + . x . . x . . .
GET   customers:merge_detail                      > + . . . + . + + + + + . + . . + . . .
POST  customers:merge_undo                        > x . . . + . + + + x + . x . . x . . .
GET   customers:transfer_request                  > + + + + + + + + + x + x x x x x x x x
POST  customers:transfer_request                  > + + + + + + + + + x + x x x x x x x x
GET   customers:transfer_detail                   > + . + . + + + + + + + . + . . + . . .
GET   customers:customer_transfer                 > x . . . + . + + + x x . x . . x . . .
POST  customers:customer_transfer                 > x . . . + . + + + x x . x . . x . . .
POST  customers:customer_confirm                  > + . . . + . + + + x + . x . . x . . .
GET   customers:customer_credit                   > x . . . x . x x + x x . + . . x . . .
POST  customers:customer_credit                   > x . . . x . x x + x x . + . . x . . .
GET   customers:customer_extend                   > + . . . x . x x x x x . x . . x . . .
POST  customers:customer_extend                   > + . . . x . x x x x x . x . . x . . .
GET   customers:address_create                    > + . . . + . + + + x + . x . . x . . .
POST  customers:address_create                    > + . . . + . + + + x + . x . . x . . .
GET   customers:address_edit                      > + . . . + . + + + x + . x . . x . . .
POST  customers:address_edit                      > + . . . + . + + + x + . x . . x . . .
POST  customers:address_remove                    > + . . . + . + + + x + . x . . x . . .
GET   customers:customer_release                  > + . . . + . + + + x x . x . . x . . .
POST  customers:customer_release                  > + . . . + . + + + x x . x . . x . . .
GET   customers:customer_share                    > + . . . + . + + + x x . x . . x . . .
POST  customers:customer_share                    > + . . . + . + + + x x . x . . x . . .
POST  customers:customer_unshare                  > + . . . + . + + + x x . x . . x . . .
GET   customers:contact_create                    > + . . . + . + + + x + . x . . x . . .
POST  customers:contact_create                    > + . . . + . + + + x + . x . . x . . .
GET   customers:contact_edit                      > + . . . + . + + + x + . x . . x . . .
POST  customers:contact_edit                      > + . . . + . + + + x + . x . . x . . .
GET   customers:opportunity_list                  > + + + + + + + + + + + + + + + + + + +
POST  customers:opportunity_list                  > + + + + + + + + + + + + + + + + + + +
GET   customers:opportunity_board                 > + + + + + + + + + + + + + + + + + + +
POST  customers:opportunity_board                 > + + + + + + + + + + + + + + + + + + +
GET   customers:opportunity_analysis              > + + + + + + + + + + + x + x x x x x x
GET   customers:opportunity_create                > + + + + + + + + + x x x x x x x x x x
POST  customers:opportunity_create                > + + + + + + + + + x x x x x x x x x x
GET   customers:opportunity_detail                > + . . . + . + + + + + . + . . . . . .
GET   customers:opportunity_edit                  > + . . . + . + + + x x . x . . . . . .
POST  customers:opportunity_edit                  > + . . . + . + + + x x . x . . . . . .
POST  customers:opportunity_advance               > + . . . + . + + + x x . x . . . . . .
GET   customers:opportunity_step_back             > + . . . + . + + + x x . x . . . . . .
POST  customers:opportunity_step_back             > + . . . + . + + + x x . x . . . . . .
GET   customers:opportunity_win                   > + . . . + . + + + x x . x . . . . . .
POST  customers:opportunity_win                   > + . . . + . + + + x x . x . . . . . .
GET   customers:opportunity_lose                  > + . . . + . + + + x x . x . . . . . .
POST  customers:opportunity_lose                  > + . . . + . + + + x x . x . . . . . .
GET   customers:opportunity_reopen                > + . . . + . + + + x x . x . . . . . .
POST  customers:opportunity_reopen                > + . . . + . + + + x x . x . . . . . .
GET   customers:need_record                       > + . . . + . + + + x x . x . . . . . .
POST  customers:need_record                       > + . . . + . + + + x x . x . . . . . .
GET   customers:solution_add                      > + . . . + . + + + x x . x . . . . . .
POST  customers:solution_add                      > + . . . + . + + + x x . x . . . . . .
GET   customers:rival_name                        > + . . . + . + + + x x . x . . . . . .
POST  customers:rival_name                        > + . . . + . + + + x x . x . . . . . .
POST  customers:rival_drop                        > + . . . + . + + + x x . x . . . . . .
GET   customers:lead_list                         > + + + + + + + + + + + + + + + + + + +
POST  customers:lead_list                         > + + + + + + + + + + + + + + + + + + +
GET   customers:lead_analysis                     > + + + + + + + + + + + x x x x x + x x
GET   customers:lead_create                       > + + + + + + + + + x + x x x x x + x x
POST  customers:lead_create                       > + + + + + + + + + x + x x x x x + x x
GET   customers:lead_duplicates                   > + + + + + + + + + + + + + + + + + + +
GET   customers:lead_detail                       > + . . . + . + + + + . . . . . . + . .
GET   customers:lead_edit                         > + . . . + . + + + x . . . . . . + . .
POST  customers:lead_edit                         > + . . . + . + + + x . . . . . . + . .
GET   customers:lead_assign                       > x . . . + . + + + x . . . . . . + . .
POST  customers:lead_assign                       > x . . . + . + + + x . . . . . . + . .
POST  customers:lead_assign_by_rule               > x . . . + . + + + x . . . . . . + . .
GET   customers:lead_touch                        > + . . . + . + + + x . . . . . . x . .
POST  customers:lead_touch                        > + . . . + . + + + x . . . . . . x . .
GET   customers:lead_screen                       > + . . . + . + + + x . . . . . . x . .
POST  customers:lead_screen                       > + . . . + . + + + x . . . . . . x . .
GET   customers:lead_convert                      > + . . . x . x x x x . . . . . . x . .
POST  customers:lead_convert                      > + . . . x . x x x x . . . . . . x . .
GET   customers:lead_reject                       > + . . . + . + + + x . . . . . . + . .
POST  customers:lead_reject                       > + . . . + . + + + x . . . . . . + . .
GET   customers:lead_reopen                       > + . . . + . + + + x . . . . . . + . .
POST  customers:lead_reopen                       > + . . . + . + + + x . . . . . . + . .
GET   customers:competitor_list                   > + + + + + + + + + + + + + + + + + + +
POST  customers:competitor_list                   > + + + + + + + + + + + + + + + + + + +
GET   customers:competitor_create                 > + + + + + + + + + x x x x x x x + x x
POST  customers:competitor_create                 > + + + + + + + + + x x x x x x x + x x
GET   customers:competitor_detail                 > + + + + + + + + + + + . + . . . + . .
GET   customers:competitor_edit                   > + + + + + + + + + x x . x . . . + . .
POST  customers:competitor_edit                   > + + + + + + + + + x x . x . . . + . .
GET   customers:pool_list                         > + + + + + + + + + + + + + + + + + + +
POST  customers:pool_list                         > + + + + + + + + + + + + + + + + + + +
GET   customers:pool_detail             @pooled   > + + . + + . + + + + + . + . . + . . .
POST  customers:customer_claim          @pooled   > + + + + + + + + + x x x x x x x x x x
GET   customers:plan_calendar                     > + + + + + + + + + + + + + + + + + + +
POST  customers:plan_calendar                     > + + + + + + + + + + + + + + + + + + +
GET   customers:plan_list                         > + + + + + + + + + + + + + + + + + + +
POST  customers:plan_list                         > + + + + + + + + + + + + + + + + + + +
GET   customers:plan_feed                         > + + + + + + + + + x x x x x x + x x x
POST  customers:plan_feed                         > + + + + + + + + + x x x x x x + x x x
POST  customers:plan_feed_revoke                  > + + + + + + + + + + + + + + + + + + +
GET   customers:plan_ics                          . . . . . . . . . . . . . . . . . . . .
GET   customers:plan_create                       > + + + + + + + + + x x x x x x + x x x
POST  customers:plan_create                       > + + + + + + + + + x x x x x x + x x x
GET   customers:plan_edit                         > + . . . + . + + + + . . . . . . . . .
POST  customers:plan_edit                         > + . . . + . + + + + . . . . . . . . .
POST  customers:plan_move                         > + . . . + . + + + + . . . . . . . . .
GET   customers:plan_skip                         > + . . . + . + + + + . . . . . . . . .
POST  customers:plan_skip                         > + . . . + . + + + + . . . . . . . . .
GET   customers:plan_drop                         > + . . . + . + + + + . . . . . . . . .
POST  customers:plan_drop                         > + . . . + . + + + + . . . . . . . . .
POST  customers:plan_focus                        > + . . . + . + + + + . . . . . . . . .
GET   performance:review_week                     > + + + + + + + + + + x x x x x x x x x
POST  performance:review_week                     > x x x x + + + + + + x x x x x x x x x
GET   performance:issue_raise                     > + + + + + + + + + + x x x x x x x x x
POST  performance:issue_raise                     > + + + + + + + + + + x x x x x x x x x
GET   performance:report_list                     > + + + + + + + + + + + + + + + + + + +
GET   performance:report_write                    > + + + + + + + x x x x x x x x x x x x
POST  performance:report_write                    > + + + + + + + x x x x x x x x x x x x
GET   performance:report_team                     > + + + + + + + + + + + + + + + + + + +
GET   performance:report_detail                   > + . . . + . + + + + . . . . . . . . .
POST  performance:report_withdraw                 > + . . . x . x x x x . . . . . . . . .
POST  performance:report_read                     > x . . . + . + + + + . . . . . . . . .
GET   customers:intelligence_list                 > + + + + + + + + + + + + + + + + + + +
GET   customers:intelligence_create               > + + + + + + + + + x + x x x x + + x x
POST  customers:intelligence_create               > + + + + + + + + + x + x x x x + + x x
GET   customers:intelligence_detail               > + . . . + . + + + + . . . . . . . . .
GET   customers:intelligence_edit                 > + . . . + . + + + + . . . . . . . . .
POST  customers:intelligence_edit                 > + . . . + . + + + + . . . . . . . . .
GET   customers:intelligence_regrade              > + . . . + . + + + + . . . . . . . . .
POST  customers:intelligence_regrade              > + . . . + . + + + + . . . . . . . . .
GET   customers:intelligence_withdraw             > + . . . + . + + + + . . . . . . . . .
POST  customers:intelligence_withdraw             > + . . . + . + + + + . . . . . . . . .
GET   customers:task_list                        > + + + + + + + + + + + + + + + + + + +
GET   customers:task_create                      > + + + + + + + + + + + x + x x + + x x
POST  customers:task_create                      > + + + + + + + + + + + x + x x + + x x
GET   customers:task_detail                      > + . . . + . + + + + . . . . . . . . .
GET   customers:task_edit                        > + . . . + . + + + + . . . . . . . . .
POST  customers:task_edit                        > + . . . + . + + + + . . . . . . . . .
GET   customers:task_finish                      > + . . . + . + + + + . . . . . . . . .
POST  customers:task_finish                      > + . . . + . + + + + . . . . . . . . .
GET   customers:task_drop                        > + . . . + . + + + + . . . . . . . . .
POST  customers:task_drop                        > + . . . + . + + + + . . . . . . . . .
POST  customers:task_reopen                      > + . . . + . + + + + . . . . . . . . .
GET   customers:account_plan_list                 > + + + + + + + + + + + + + + + + + + +
GET   customers:account_name                      > x x x x + + + + + x x x x x x x x x x
POST  customers:account_name                      > x x x x + + + + + x x x x x x x x x x
GET   customers:account_plan_detail               > + . . + + . + + + + + . + . . + . . .
GET   customers:account_plan_write                > x . . + + . + + + x x . x . . x . . .
POST  customers:account_plan_write                > x . . + + . + + + x x . x . . x . . .
POST  customers:account_plan_report               > x . . + + . + + + x x . x . . x . . .
POST  customers:account_plan_revise               > x . . + + . + + + x x . x . . x . . .
GET   customers:account_plan_drop                 > x . . x + . + + + x x . x . . x . . .
POST  customers:account_plan_drop                 > x . . x + . + + + x x . x . . x . . .
GET   customers:account_review                    > x . . + + . + + + x x . x . . x . . .
POST  customers:account_review                    > x . . + + . + + + x x . x . . x . . .
GET   customers:prior_list                        > + + + + + + + + + + + + + + + + + + +
GET   customers:prior_ask                         > + + + + + + + + + x x x x x x + x x x
POST  customers:prior_ask                         > + + + + + + + + + x x x x x x + x x x
GET   customers:prior_detail                      > + . . . + . + + + + . . . . . . . . .
GET   customers:prior_report                      > + . . . x . x x x x . . . . . . . . .
POST  customers:prior_report                      > + . . . x . x x x x . . . . . . . . .
GET   customers:prior_return                      > x . . . + . + + + + . . . . . . . . .
POST  customers:prior_return                      > x . . . + . + + + + . . . . . . . . .
POST  customers:prior_close                       > x . . . + . + + + + . . . . . . . . .
GET   customers:focus_week                        > + + + + + + + + + + + + + + + + + + +
GET   customers:focus_meeting                     > + + + + + + + + + + + + + + + + + + +
GET   customers:focus_print                       > + + + + + + + + + + + + + + + + + + +
GET   customers:focus_own                         > + + + + + + + + + + + + + + + + + + +
POST  customers:focus_submit                      > + + + + x x x x x x x x x x x x x x x
POST  customers:focus_confirm_all                 > + + + + + + + + + + + + + + + + + + +
POST  customers:focus_confirm                     > x . . . x . x + + x . . . . . . . . .
GET   customers:focus_return                      > x . . . x . x + + x . . . . . . . . .
POST  customers:focus_return                      > x . . . x . x + + x . . . . . . . . .
GET   customers:visit_list                        > + + + + + + + + + + + + + + + + + + +
POST  customers:visit_list                        > + + + + + + + + + + + + + + + + + + +
GET   customers:visit_log                         > + + + + + + + + + x x x x x x + x x x
POST  customers:visit_log                         > + + + + + + + + + x x x x x x + x x x
POST  customers:consent_give                      > + + + + + + + + + + + + + + + + + + +
POST  customers:consent_withdraw                  > + + + + + + + + + + + + + + + + + + +
GET   customers:visit_detail                      > + . . . + . + + + + . . . . . . . . .
GET   customers:visit_amend                       > + . . . x . x x x x . . . . . . . . .
POST  customers:visit_amend                       > + . . . x . x x x x . . . . . . . . .

# Quotes of rep's (a draft unless @ says otherwise), products, prices
GET   quotes:quote_board                          > + + + + + + + + + + + + + + + + + + +
POST  quotes:quote_board                          > + + + + + + + + + + + + + + + + + + +
GET   quotes:quote_analysis                       > + + + + + + + + + + + x + x x x x x x
GET   quotes:quote_list                           > + + + + + + + + + + + + + + + + + + +
POST  quotes:quote_list                           > + + + + + + + + + + + + + + + + + + +
GET   quotes:quote_create                         > + + + + + + + + + x + x x x x x x x x
POST  quotes:quote_create                         > + + + + + + + + + x + x x x x x x x x
GET   quotes:quote_edit                           > + . . . x . x x x x x . x . . . . . .
POST  quotes:quote_edit                           > + . . . x . x x x x x . x . . . . . .
GET   quotes:quote_detail                         > + . . . + . + + + + + . + . . . . . .
GET   quotes:quote_pdf                            > + . . . + . + + + + + . + . . . . . .
GET   quotes:quote_submit                         > + . . . x . x x x x x . x . . . . . .
POST  quotes:quote_submit                         > + . . . x . x x x x x . x . . . . . .
POST  quotes:quote_withdraw             @reported > + . . . x . x x x x x . x . . . . . .
POST  quotes:quote_revise               @approved > + . . . x . x x x x x . x . . . . . .
POST  quotes:quote_duplicate                      > + . . . + . + + + x + . x . . . . . .
GET   quotes:quote_void                           > + . . . x . x x x x x . x . . . . . .
POST  quotes:quote_void                           > + . . . x . x x x x x . x . . . . . .
GET   quotes:quote_stamp                @approved > x . . . x . x x x x + . x . . . . . .
POST  quotes:quote_stamp                @approved > x . . . x . x x x x + . x . . . . . .
GET   quotes:quote_send                 @stamped  > + . . . x . x x x x + . x . . . . . .
POST  quotes:quote_send                 @stamped  > + . . . x . x x x x + . x . . . . . .
GET   quotes:quote_feedback             @issued   > + . . . x . x x x x + . x . . . . . .
POST  quotes:quote_feedback             @issued   > + . . . x . x x x x + . x . . . . . .
GET   quotes:product_list                         > + + + + + + + + + + + + + + + + + + +
POST  quotes:product_list                         > + + + + + + + + + + + + + + + + + + +
GET   quotes:product_create                       > x x x x x x x x x x x + x x x x x x +
POST  quotes:product_create                       > x x x x x x x x x x x + x x x x x x +
GET   quotes:product_detail                       > + + + + + + + + + + + + + + + + + + +
GET   quotes:product_edit                         > x x x x x x x x x x x + x x x x x x +
POST  quotes:product_edit                         > x x x x x x x x x x x + x x x x x x +
GET   quotes:price_list_list                      > x x x x + + + + + + x x + x x x x x +
POST  quotes:price_list_list                      > x x x x + + + + + + x x + x x x x x +
GET   quotes:price_list_create                    > x x x x x x x x + x x x x x x x x x +
POST  quotes:price_list_create                    > x x x x x x x x + x x x x x x x x x +
GET   quotes:price_list_detail                    > x x x x + + + + + + x x + x x x x x +

# People: rep, the unit East 1, the role rep
GET   org:me                                      > + + + + + + + + + + + + + + + + + + +
POST  org:session_end                             > . . . . . . . . . . . . . . . . . . .
POST  org:session_end_others                      > + + + + + + + + + + + + + + + + + + +
GET   org:token_list                              > + + + + + + + + + + + + + + + + + + +
POST  org:token_list                              > + + + + + + + + + + + + + + + + + + +
POST  org:token_revoke                            > + . . . . . . . . . . . . . . . . . .
GET   org:person_list                             > + + + + + + + + + + + + + + + + + + +
POST  org:person_list                             > + + + + + + + + + + + + + + + + + + +
GET   org:person_appoint                          > x x x x x x x x x x x x x x x x x x +
POST  org:person_appoint                          > x x x x x x x x x x x x x x x x x x +
GET   org:person_detail                           > + + + + + + + + + + + + + + + + + + +
GET   org:person_edit                             > x x x x x x x x x x x x x x x x x x +
POST  org:person_edit                             > x x x x x x x x x x x x x x x x x x +
GET   org:person_move                             > x x x x x x x x x x x x x x x x x x +
POST  org:person_move                             > x x x x x x x x x x x x x x x x x x +
GET   org:person_grant                            > x x x x x x x x x x x x x x x x x x +
POST  org:person_grant                            > x x x x x x x x x x x x x x x x x x +
POST  org:person_reinstate                        > x x x x x x x x x x x x x x x x x x +
GET   org:person_reset_password                   > x x x x x x x x x x x x x x x x x x +
POST  org:person_reset_password                   > x x x x x x x x x x x x x x x x x x +
GET   org:person_reset_second_factor              > x x x x x x x x x x x x x x x x x x +
POST  org:person_reset_second_factor              > x x x x x x x x x x x x x x x x x x +
GET   org:stand_in_set                            > + x x x + x + + + + x x x x x x x x +
POST  org:stand_in_set                            > + x x x + x + + + + x x x x x x x x +
POST  org:stand_in_cancel                         > + x . . + . + + + + . . . . . . . x +
GET   org:handover                                > x x x x x x x x x x x x x x x x x + +
POST  org:handover                                > x x x x x x x x x x x x x x x x x + +
GET   org:unit_list                               > + + + + + + + + + + + + + + + + + + +
GET   org:unit_create                             > x x x x x x x x x x x x x x x x x x +
POST  org:unit_create                             > x x x x x x x x x x x x x x x x x x +
GET   org:unit_edit                               > x x x x x x x x x x x x x x x x x x +
POST  org:unit_edit                               > x x x x x x x x x x x x x x x x x x +
GET   org:unit_move                               > x x x x x x x x x x x x x x x x x x +
POST  org:unit_move                               > x x x x x x x x x x x x x x x x x x +
POST  org:unit_remove                             > x x x x x x x x x x x x x x x x x x +
GET   org:role_list                               > + + + + + + + + + + + + + + + + + + +
GET   org:role_create                             > x x x x x x x x x x x x x x x x x x +
POST  org:role_create                             > x x x x x x x x x x x x x x x x x x +
GET   org:role_detail                             > + + + + + + + + + + + + + + + + + + +
GET   org:role_edit                               > x x x x x x x x x x x x x x x x x x +
POST  org:role_edit                               > x x x x x x x x x x x x x x x x x x +
POST  org:role_remove                             > x x x x x x x x x x x x x x x x x x +

# The front door
POST  demo_login                                  . . . . . . . . . . . . . . . . . . . .
"""
